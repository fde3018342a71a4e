/** A photo made small on the phone: drawn anew, so that neither place nor time inside it leaves with it. */
export const LONGEST_PX = 1_600;
const QUALITY = 0.8;

/** Return a JPEG in base64 of at most 1600 pixels a side. Rejects when the file is no picture. */
export async function small(file: Blob): Promise<string> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_PX / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const [, base64] = canvas.toDataURL("image/jpeg", QUALITY).split(",");
  if (!base64) throw new Error("no picture");
  return base64;
}
