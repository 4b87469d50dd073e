import type { ITheme } from "@xterm/xterm";

/** The page's colours for the terminal, read from its style. */
export function terminalTheme(): ITheme {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    background: colour("surface"),
    foreground: colour("text"),
    cursor: colour("accent"),
    cursorAccent: colour("surface"),
    selectionBackground: `${colour("accent")}44`,
    scrollbarSliderBackground: `${colour("faint")}55`,
    scrollbarSliderHoverBackground: `${colour("faint")}88`,
    black: colour("text"),
    white: colour("muted"),
    brightBlack: colour("muted"),
    brightWhite: colour("text"),
    red: colour("state-failed-text"),
    green: colour("state-ready-text"),
    yellow: colour("warning-text"),
    blue: colour("state-starting-text"),
    magenta: colour("accent"),
    cyan: colour("state-starting-text"),
  };
}
