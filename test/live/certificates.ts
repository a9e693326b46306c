import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Files of a certificate for 127.0.0.1, of the authority that vouches for it, and of one that does not. */
export interface Certificates {
  readonly ca: string;
  readonly other: string;
  readonly cert: string;
  readonly key: string;
}

export function makeCertificates(folder: string): Certificates {
  const at = (name: string) => join(folder, name);
  const openssl = (...words: string[]) => execFileSync("openssl", words, { stdio: "ignore" });
  const newKey = (name: string) => [
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-keyout",
    at(name),
  ];
  for (const name of ["ca", "other"]) {
    openssl("req", "-x509", ...newKey(`${name}.key`), "-out", at(`${name}.pem`), "-days", "2", "-subj", `/CN=${name}`);
  }
  openssl("req", "-new", ...newKey("server.key"), "-out", at("server.csr"), "-subj", "/CN=broker");
  writeFileSync(at("names"), "subjectAltName = IP:127.0.0.1\n");
  const signed = [
    "-CA",
    at("ca.pem"),
    "-CAkey",
    at("ca.key"),
    "-CAcreateserial",
    "-extfile",
    at("names"),
    "-days",
    "2",
  ];
  openssl("x509", "-req", "-in", at("server.csr"), ...signed, "-out", at("server.pem"));
  return { ca: at("ca.pem"), other: at("other.pem"), cert: at("server.pem"), key: at("server.key") };
}
