import { mount } from "svelte";
import "../shared/ui/tokens.css";
import "../shared/ui/themes.css";
import "./crew.css";
import Crew from "./Crew.svelte";

const target = document.getElementById("crew");
if (target === null) throw new Error("The page has no #crew.");
// The worker keeps the page, not what it shows: that is kept by the page itself, until the link is over.
if ("serviceWorker" in navigator) void navigator.serviceWorker.register("/crew/sw.js").catch(() => undefined);
mount(Crew, { target, props: { demonstration: target.dataset["demonstration"] !== undefined } });
