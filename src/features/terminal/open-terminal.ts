import { FitAddon } from "@xterm/addon-fit";
import { WebLinksAddon } from "@xterm/addon-web-links";
import { Terminal } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";
import type { ClusterStore } from "../../cluster/cluster-store.ts";
import { textsOf } from "../../cluster/files-slice.ts";
import { Shell } from "./shell.ts";
import { terminalTheme } from "./terminal-theme.ts";

/** A terminal with its shell. It outlives its panel, so that nothing is lost behind another tab. */
export interface OpenTerminal {
  readonly shell: Shell;
  /** Puts it into an element; returns how it is taken out again. */
  show(place: HTMLElement): () => void;
  focus(): void;
  /** Calls back whenever the line has changed; returns how that ends. */
  follow(changed: () => void): () => void;
}

const terminals = new WeakMap<ClusterStore, OpenTerminal>();

/** The terminal of a page: one for each store. */
export function terminalOf(store: ClusterStore): OpenTerminal {
  const known = terminals.get(store) ?? createTerminal(store);
  terminals.set(store, known);
  return known;
}

const greeting = "\u001b[1mkubectl for this page's cluster\u001b[0m\nTry: kubectl get pods  (or help)";

function createTerminal(store: ClusterStore): OpenTerminal {
  const frame = document.createElement("div");
  frame.className = "terminal-frame";
  const terminal = new Terminal({
    convertEol: true,
    cursorBlink: false,
    cursorStyle: "bar",
    cursorInactiveStyle: "outline",
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--mono"),
    fontSize: 12.5,
    lineHeight: 1.35,
    minimumContrastRatio: 4.5,
    screenReaderMode: true,
    scrollback: 5_000,
    theme: terminalTheme(),
  });
  const fit = new FitAddon();
  const followers = new Set<() => void>();
  const shell = createShell(store, terminal, () => {
    for (const changed of followers) changed();
  });
  terminal.loadAddon(fit);
  terminal.loadAddon(new WebLinksAddon());
  terminal.onData((data) => shell.keys(data));
  terminal.attachCustomKeyEventHandler((event) => ours(event, terminal, shell));
  let opened = false;
  const open = () => {
    terminal.open(frame);
    fit.fit();
    // Pasted text comes in one piece.
    terminal.write("\u001b[?2004h");
    shell.begin(greeting);
    opened = true;
  };
  return {
    shell,
    show(place) {
      place.append(frame);
      if (!opened) open();
      const fitted = new ResizeObserver(() => {
        if (frame.clientWidth === 0 || frame.clientHeight === 0) return;
        fit.fit();
        shell.resized();
      });
      fitted.observe(frame);
      const themes = new MutationObserver(() => (terminal.options.theme = terminalTheme()));
      themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
      terminal.options.theme = terminalTheme();
      return () => {
        fitted.disconnect();
        themes.disconnect();
        frame.remove();
      };
    },
    focus: () => terminal.focus(),
    follow(changed) {
      followers.add(changed);
      return () => followers.delete(changed);
    },
  };
}

function createShell(store: ClusterStore, terminal: Terminal, changed: () => void): Shell {
  const state = () => store.getState();
  const screen = {
    write: (text: string) => terminal.write(text),
    clear: () => terminal.write("\u001b[2J\u001b[3J\u001b[H"),
    get columns() {
      return terminal.cols;
    },
  };
  return new Shell({
    screen,
    changed,
    kubectl: (line, files, sink) => state().kubectl(line, files, sink),
    complete: (line) => store.link.session().complete(line),
    files: () => {
      const texts = textsOf(state());
      return state().fileNames.map((name) => ({ name, text: texts[name] ?? "" }));
    },
    saveFile: (file) => state().addFiles([file]),
  });
}

/** Keys that belong to the page or the browser, and so must not reach the shell: nobody is trapped in a terminal. */
function ours(event: KeyboardEvent, terminal: Terminal, shell: Shell): boolean {
  if (event.key === "F6" || event.metaKey) return false;
  if (event.key === "Tab") return !event.shiftKey && shell.line !== "";
  return !(event.key === "c" && event.ctrlKey && terminal.hasSelection());
}
