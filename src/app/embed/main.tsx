import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createClusterStore } from "../../cluster/cluster-store.ts";
import { asRecord, forgetfulInputLog } from "../../cluster/input-log.ts";
import { manifestFromHash, sessionFromHash } from "../../lib/share-link.ts";
import { chooseConnect } from "../choose-connect.ts";
import { scenarios } from "../scenarios/scenarios.ts";
import "../theme/tokens.css";
import "../theme/base.css";
import { followTheme } from "../theme/theme.ts";
import { EmbedApp } from "./EmbedApp.tsx";
import { readEmbedOptions } from "./embed-options.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no #root");

const { options, warnings } = readEmbedOptions(withoutFake(location.search));
for (const warning of warnings) console.warn(warning);
followTheme(options.theme);

const { settings } = scenarios[0];
const manifest = linked(() => manifestFromHash(location.hash));
const record = asRecord(linked(() => sessionFromHash(location.hash)));
const plain = { seed: options.seed, nodes: options.nodes, traffic: options.traffic, manifest: manifest ?? settings.manifest };
const store = createClusterStore({ connect: await chooseConnect(), log: forgetfulInputLog });

createRoot(root).render(
  <StrictMode>
    <EmbedApp store={store} options={options} source={record ?? plain} />
  </StrictMode>,
);

/** A damaged link is told on the console, where the author looks; the reader gets the default. */
function linked<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    console.warn("Kubarium cannot read what is in this address's hash.", error);
    return undefined;
  }
}

/** Development's own parameter is none of the author's. */
function withoutFake(search: string): string {
  const parameters = new URLSearchParams(search);
  if (import.meta.env.DEV) parameters.delete("fake");
  return parameters.toString();
}
