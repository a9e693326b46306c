import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { SensorFault } from "../sensor.ts";

/** Files: of the authority's certificate, and of the own one with its key. */
export interface TlsFiles {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

export type Certificates = Readonly<Partial<Record<keyof TlsFiles, Buffer>>>;

/** Their contents. Throws a `SensorFault` where a file holds something else. */
export function certificatesIn(files: TlsFiles): Certificates {
  return Object.fromEntries(Object.entries(files).map(([name, file]) => [name, contentsOf(file, name)]));
}

/** Undefined where an error is no certificate's. Whoever has a wrong one is not who was asked for: unreachable. */
export function untrusted(error: Error, shown: string, { ca }: Certificates): SensorFault | undefined {
  if (!/CERT|SIGNATURE|ISSUER/.test((error as NodeJS.ErrnoException).code ?? "")) return undefined;
  const [remedy, path] =
    ca === undefined
      ? ["name the authority's certificate in tls: { ca: FILE }", ["url"]]
      : ["this authority does not vouch for it", ["tls", "ca"]];
  return new SensorFault(
    "unreachable",
    `${shown}: the certificate there is not accepted, ${error.message}; ${remedy}`,
    path,
  );
}

function contentsOf(file: string, name: string): Buffer {
  const what = name === "key" ? "key" : "certificate";
  try {
    const contents = readFileSync(file);
    if (what === "key") createPrivateKey(contents);
    else new X509Certificate(contents);
    return contents;
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    const why = syscall === undefined ? `is no ${what}` : "cannot be read";
    throw new SensorFault("refused", `the file ${basename(file)} ${why} (${code})`, ["tls", name]);
  }
}
