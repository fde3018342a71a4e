import { mount } from "svelte";
import "../shared/ui/tokens.css";
import "../shared/ui/themes.css";
import "./console.css";
import Console from "./Console.svelte";
import { settings } from "./settings.svelte";

settings.start();
const target = document.getElementById("console");
if (target === null) throw new Error("The page has no #console.");
mount(Console, { target });
