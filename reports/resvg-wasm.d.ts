/** The part of it that is used; its own types need those of a browser. */
declare module "@resvg/resvg-wasm" {
  export function initWasm(module: Uint8Array): Promise<void>;
  export class Resvg {
    constructor(
      svg: string,
      options: {
        readonly font: { readonly fontBuffers: readonly Uint8Array[]; readonly sansSerifFamily: string };
        readonly fitTo: { readonly mode: "zoom"; readonly value: number };
      },
    );
    readonly width: number;
    readonly height: number;
    render(): { asPng(): Uint8Array };
  }
}
