/** Make elements from values: text is always text, never markup. */
type Child = Node | string | null;
type Attributes = Readonly<Record<string, string | boolean | (() => void)>>;

/** Return a new element; a function attribute is its click, a boolean one is there or not. */
export function h(tag: string, attributes: Attributes = {}, ...children: Child[]): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener("click", value);
    else if (typeof value === "string") element.setAttribute(name, value);
    else if (value) element.setAttribute(name, "");
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

export const by = <T extends HTMLElement>(id: string): T | null => document.getElementById(id) as T | null;

/** Replace the text only when it differs, so that a live region is not read out again. */
export function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
