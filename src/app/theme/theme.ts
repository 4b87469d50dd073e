import { readPreference, writePreference } from "../../lib/storage.ts";

export const themes = ["auto", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const dark = () => matchMedia("(prefers-color-scheme: dark)");

/** The theme the person chose, or "auto". */
export function chosenTheme(): Theme {
  const stored = readPreference("theme");
  return themes.find((theme) => theme === stored) ?? "auto";
}

let stopFollowing: (() => void) | undefined;

/** Puts a theme on the page; "auto" follows the system from now on. */
export function followTheme(theme: Theme): void {
  stopFollowing?.();
  stopFollowing = undefined;
  const query = dark();
  const apply = () => {
    document.documentElement.dataset.theme = theme === "auto" ? (query.matches ? "dark" : "light") : theme;
  };
  apply();
  if (theme !== "auto") return;
  query.addEventListener("change", apply);
  stopFollowing = () => query.removeEventListener("change", apply);
}

/** Changes the theme, and remembers it. */
export function setTheme(theme: Theme): void {
  followTheme(theme);
  writePreference("theme", theme);
}

/** The other one of what is on the screen now. */
export const oppositeTheme = (): Theme => (document.documentElement.dataset.theme === "dark" ? "light" : "dark");
