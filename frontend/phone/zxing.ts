/** The worker that reads QR codes. WebAssembly runs here and not in the page, whose policy allows none. */
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";

interface Picture {
  readonly pixels: ArrayBuffer;
  readonly width: number;
  readonly height: number;
}

prepareZXingModule({ overrides: { locateFile: () => wasm } });

addEventListener("message", ({ data }: MessageEvent<Picture>) => {
  const picture = new ImageData(new Uint8ClampedArray(data.pixels), data.width, data.height);
  readBarcodes(picture, { formats: ["QRCode"], tryHarder: true }).then(
    ([first]) => postMessage(first?.text ?? null),
    () => postMessage(null),
  );
});
