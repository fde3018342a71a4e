/**
 * The marks of the map, drawn on the spot: plate = square, fix = disc, access = triangle, helicopters = H. A mark's
 * name says what it is, `triangle #0b6b3a #ffffff`, so that a new colour needs no new file.
 */
export type Shape = "square" | "disc" | "triangle" | "helipad" | "ringed-square" | "ringed-disc" | "hatched-square";
export type Mark = { readonly width: number; readonly height: number; readonly data: Uint8ClampedArray<ArrayBuffer> };

export const MARK_RATIO = 2;
const SIDE = 24 * MARK_RATIO;

/** Return the name of a mark: its shape, fill and edge. */
export function markName(shape: Shape, fill: string, edge: string): string {
  return `${shape} ${fill} ${edge}`;
}

/** Draw the mark that a name asks for; null when the name is no mark's. */
export function drawMark(name: string): Mark | null {
  const [shape, fill, edge] = name.split(" ");
  const pen = shape && fill && edge ? new OffscreenCanvas(SIDE, SIDE).getContext("2d") : null;
  if (!pen || !fill || !edge) return null;
  pen.scale(MARK_RATIO, MARK_RATIO);
  pen.translate(12, 12);
  pen.lineJoin = "round";
  if (shape?.startsWith("ringed-")) outline(pen, shape.slice("ringed-".length), 9.5, edge, fill, 2);
  outline(pen, shape?.replace(/^(ringed|hatched)-/, "") ?? "", 6, fill, edge, 1.5);
  if (shape?.startsWith("hatched-")) hatch(pen, edge);
  if (shape === "helipad") letter(pen, edge);
  const image = pen.getImageData(0, 0, SIDE, SIDE);
  return { width: SIDE, height: SIDE, data: image.data as Uint8ClampedArray<ArrayBuffer> };
}

function outline(
  pen: OffscreenCanvasRenderingContext2D,
  shape: string,
  reach: number,
  fill: string,
  edge: string,
  width: number,
): void {
  pen.beginPath();
  if (shape === "square") pen.rect(-reach, -reach, 2 * reach, 2 * reach);
  else if (shape === "disc" || shape === "helipad") pen.arc(0, 0, reach, 0, 2 * Math.PI);
  else {
    pen.moveTo(0, -reach * 1.15);
    pen.lineTo(reach * 1.15, reach * 0.9);
    pen.lineTo(-reach * 1.15, reach * 0.9);
    pen.closePath();
  }
  pen.fillStyle = fill;
  pen.strokeStyle = edge;
  pen.lineWidth = width;
  pen.fill();
  pen.stroke();
}

/** The stripes of what is only an exercise: told by more than its colour. */
function hatch(pen: OffscreenCanvasRenderingContext2D, colour: string): void {
  pen.beginPath();
  for (const [x, y, toX, toY] of [[-6, 0, 0, -6], [-6, 6, 6, -6], [0, 6, 6, 0]] as const) {
    pen.moveTo(x, y);
    pen.lineTo(toX, toY);
  }
  pen.strokeStyle = colour;
  pen.lineWidth = 1.8;
  pen.stroke();
}

/** The H that is painted on the ground where helicopters come, drawn in strokes: it needs no font. */
function letter(pen: OffscreenCanvasRenderingContext2D, colour: string): void {
  pen.beginPath();
  for (const [x, y, toX, toY] of [[-2.2, -3.2, -2.2, 3.2], [2.2, -3.2, 2.2, 3.2], [-2.2, 0, 2.2, 0]] as const) {
    pen.moveTo(x, y);
    pen.lineTo(toX, toY);
  }
  pen.strokeStyle = colour;
  pen.lineWidth = 1.6;
  pen.stroke();
}
