/** The map's own program comes with the first surroundings, so that it opens where there is no line. */

/** Ask the service worker for it; what is there already costs nothing. */
export function keepMap(): void {
  void navigator.serviceWorker?.ready.then(({ active }) => active?.postMessage({ type: "keep-map" }));
}
