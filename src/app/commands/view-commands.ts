import { ChevronsUpDown, CircleHelp, Filter, ListTree, Network, PanelBottom, Search, Skull, SunMoon, X } from "lucide-react";
import type { ClusterStore } from "../../cluster/cluster-store.ts";
import type { DockTab } from "../../cluster/view-slice.ts";
import type { Command } from "../../lib/command.ts";
import { oppositeTheme, setTheme } from "../theme/theme.ts";
import { ui } from "../ui-store.ts";
import { focusFilter, focusNextRegion } from "../workbench/regions.ts";

/** How to look at it all. */
export function viewCommands(store: ClusterStore): readonly Command[] {
  const state = () => store.getState();
  const always = () => true;
  const dock = (tab: DockTab, title: string): Command => ({
    id: `view.${tab}`,
    group: "View",
    icon: PanelBottom,
    title: () => (state().dock === tab ? `Hide ${title}` : `Show ${title}`),
    applies: always,
    run: () => state().setDock(state().dock === tab ? undefined : tab),
  });
  return [
    { id: "view.palette", group: "View", icon: Search, shortcut: "Mod+k", title: () => "Find a command or object", applies: always, run: () => ui.setState({ palette: "commands" }) },
    { id: "view.jump", group: "View", icon: ListTree, shortcut: ":", title: () => "Jump to an object", applies: always, run: () => ui.setState({ palette: "objects" }) },
    { id: "view.nodes", group: "View", icon: Network, shortcut: "1", title: () => "Lens: Nodes", applies: always, run: () => state().setLens("nodes") },
    { id: "view.owners", group: "View", icon: ListTree, shortcut: "2", title: () => "Lens: Owners", applies: always, run: () => state().setLens("owners") },
    { id: "view.filter", group: "View", icon: Filter, shortcut: "/", title: () => "Filter by name", applies: always, run: focusFilter },
    {
      id: "view.menu",
      group: "View",
      icon: Skull,
      shortcut: "x",
      title: () => "What can be done to it",
      applies: (target) => target !== undefined,
      run(target) {
        if (target !== undefined) state().requestMenu(target);
      },
    },
    { id: "view.close", group: "View", icon: X, shortcut: "Escape", title: () => "Close the inspector", applies: () => state().selection !== undefined, run: () => state().select(undefined) },
    dock("terminal", "the terminal"),
    dock("events", "Events"),
    dock("requests", "requests"),
    { id: "view.theme", group: "View", icon: SunMoon, title: () => "Switch between light and dark", applies: always, run: () => setTheme(oppositeTheme()) },
    { id: "view.region", group: "View", icon: ChevronsUpDown, shortcut: "F6", title: () => "Next region", applies: always, run: focusNextRegion },
    { id: "view.help", group: "View", icon: CircleHelp, shortcut: "?", title: () => "Keys and help", applies: always, run: () => ui.setState({ help: true }) },
  ];
}
