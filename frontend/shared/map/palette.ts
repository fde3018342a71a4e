/** The map's own colours, from the tokens of the look; contrast is against `ground`. */
export type Palette = Record<
  | "ground" | "area" | "boundary" | "grid" | "gridText" | "trail" | "trailEdge" | "text" | "halo"
  | "point" | "access" | "plate" | "fix" | "onMark" | "alarm" | "quiet" | "exercise" | "onExercise",
  string
>;

const LIGHT: Palette = {
  ground: "#eef1ec",
  area: "#f8f9f5",
  boundary: "#6b7686",
  grid: "#7d8896",
  gridText: "#4a5361",
  trail: "#3d3a2f",
  trailEdge: "#ffffff",
  text: "#111418",
  halo: "#ffffff",
  point: "#4a5361",
  access: "#0b6b3a",
  plate: "#0b3d91",
  fix: "#7a1fa2",
  onMark: "#ffffff",
  alarm: "#b3001b",
  quiet: "#4a5361",
  exercise: "#ffd60a",
  onExercise: "#111418",
};

const DARK: Palette = {
  ground: "#12161c",
  area: "#191f27",
  boundary: "#8b97a8",
  grid: "#66717f",
  gridText: "#a9b3c1",
  trail: "#d5cfb8",
  trailEdge: "#12161c",
  text: "#f2f4f7",
  halo: "#0e1116",
  point: "#a9b3c1",
  access: "#6fd79b",
  plate: "#8fb8ff",
  fix: "#e2a4ff",
  onMark: "#0e1116",
  alarm: "#ff8a94",
  quiet: "#a9b3c1",
  exercise: "#ffd60a",
  onExercise: "#111418",
};

/** Return the colours of the light or the dark map. */
export function palette(dark: boolean): Palette {
  return dark ? DARK : LIGHT;
}
