/** What the tests of the worker share: a phone's memory of answers, as far as it is used here. */

const addressOf = (what: string | Request | URL): string => new URL(what instanceof Request ? what.url : what, "https://yeogi.example").href;

/** Return a memory and the line behind it: what is asked there is written down. */
export function memory(line: (url: string) => Response | Promise<Response>) {
  const rooms = new Map<string, Map<string, Response>>();
  const asked: string[] = [];
  const fetch = async (what: string | Request): Promise<Response> => {
    asked.push(addressOf(what));
    return line(addressOf(what));
  };
  const room = (name: string): Map<string, Response> => rooms.get(name) ?? rooms.set(name, new Map()).get(name)!;
  const open = async (name: string) => ({
    match: async (what: string | Request) => room(name).get(addressOf(what))?.clone(),
    put: async (what: string | Request, answer: Response) => void room(name).set(addressOf(what), answer),
    add: async (what: string) => void room(name).set(addressOf(what), await fetch(what)),
    keys: async () => [...room(name).keys()].map((url) => new Request(url)),
    delete: async (what: string | Request) => room(name).delete(addressOf(what)),
  });
  const caches = {
    open,
    keys: async () => [...rooms.keys()],
    delete: async (name: string) => rooms.delete(name),
    match: async (what: string | Request, { cacheName }: { cacheName: string }) => rooms.get(cacheName)?.get(addressOf(what))?.clone(),
  };
  return { caches, fetch, asked, room, rooms };
}
