import { mount } from "svelte";
import "../shared/ui/tokens.css";
import "../shared/ui/themes.css";
import "./board.css";
import Board from "./Board.svelte";
import { screen } from "./screen";

if (screen.theme !== "auto") document.documentElement.dataset["theme"] = screen.theme;
const target = document.getElementById("board");
if (target === null) throw new Error("The page has no #board.");
mount(Board, { target, props: { build: target.dataset["build"] ?? "" } });
