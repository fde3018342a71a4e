/** Read a QR code from a picture: by the browser where it can, else by zxing in a worker of its own. */
export interface Decode {
  /** Return the text of a code in the picture; null when there is none. */
  read(picture: ImageData): Promise<string | null>;
  stop(): void;
}

interface Detector {
  detect(picture: ImageData): Promise<readonly { readonly rawValue: string }[]>;
}
interface DetectorMaker {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats?(): Promise<string[]>;
}

export function decoder(): Decode {
  const { BarcodeDetector } = window as unknown as { BarcodeDetector?: DetectorMaker };
  if (!BarcodeDetector) return inWorker();
  const own = new BarcodeDetector({ formats: ["qr_code"] });
  let other: Decode | null = null;
  return {
    read: async (picture) => {
      if (other) return other.read(picture);
      try {
        return (await own.detect(picture))[0]?.rawValue ?? null;
      } catch {
        // Some phones name the interface and have nothing behind it.
        other = inWorker();
        return other.read(picture);
      }
    },
    stop: () => other?.stop(),
  };
}

function inWorker(): Decode {
  const worker = new Worker(new URL("./zxing.ts", import.meta.url), { type: "module" });
  return {
    read: ({ data, width, height }) =>
      new Promise((resolve) => {
        worker.onmessage = ({ data: text }) => resolve(typeof text === "string" ? text : null);
        worker.onerror = () => resolve(null);
        worker.postMessage({ pixels: data.buffer, width, height }, [data.buffer]);
      }),
    stop: () => worker.terminate(),
  };
}
