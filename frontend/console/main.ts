import { mount } from "svelte";
import "../shared/ui/tokens.css";
import Console from "./Console.svelte";

const target = document.getElementById("console");
if (target === null) throw new Error("index.html has no #console");
mount(Console, { target });
