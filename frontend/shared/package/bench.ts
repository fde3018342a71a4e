/** Asked by bench/packages.py in a browser: how long from the compressed bytes to the first answer, and each answer. */
import { decode } from "./decode";
import { DEGREE } from "./layout";
import { Surroundings } from "./surroundings";

/** Return the milliseconds of both as JSON. */
export async function times(url: string): Promise<string> {
  const packed = await (await fetch(url)).blob();
  const began = performance.now();
  const plain = packed.stream().pipeThrough(new DecompressionStream("gzip"));
  const around = new Surroundings(decode(new Uint8Array(await new Response(plain).arrayBuffer())));
  around.nearestPlates(around.at(0), 5);
  const open = performance.now() - began;
  const { x, y } = around.content.tables.points.columns;
  const nearest: number[] = [];
  for (let ask = 0; ask < 500; ask += 1) {
    const row = (ask * 7919) % around.size;
    // Beside a place, as people stand: up to 100 m off.
    const at = [x.values[row]! / DEGREE + (ask % 10) * 1e-4, y.values[row]! / DEGREE] as const;
    const asked = performance.now();
    around.nearestPlates(at, 5);
    nearest.push(performance.now() - asked);
  }
  return JSON.stringify({ open, nearest });
}
