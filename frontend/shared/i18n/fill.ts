/** Return a sentence of a catalogue with its places filled: `fill("±{m} m", { m: 8 })`. */
export const fill = (sentence: string, values: Readonly<Record<string, string | number>>): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
