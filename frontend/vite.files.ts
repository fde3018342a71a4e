/** Which files the parts of a build consist of, as its manifest says. */
import { readFileSync } from "node:fs";

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
  readonly css?: readonly string[];
  readonly assets?: readonly string[];
}

/** Return the files of these parts and of all that they import, those that load on touch only where `lazily`. */
export function filesOf(manifest: string, names: readonly string[], lazily = false): string[] {
  const chunks = JSON.parse(readFileSync(manifest, "utf-8")) as Record<string, Chunk>;
  const files = new Set<string>();
  const add = (name: string): void => {
    const chunk = chunks[name];
    if (!chunk || files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const other of [...(chunk.css ?? []), ...(chunk.assets ?? [])]) files.add(other);
    for (const other of [...(chunk.imports ?? []), ...(lazily ? (chunk.dynamicImports ?? []) : [])]) add(other);
  };
  for (const name of names) add(name);
  return [...files];
}
