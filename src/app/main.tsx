import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createClusterStore } from "../cluster/cluster-store.ts";
import { asRecord, browserInputLog } from "../cluster/input-log.ts";
import { keepRecord } from "../cluster/keep-record.ts";
import { watchWorker } from "../cluster/watch-worker.ts";
import { manifestFromHash, sessionFromHash } from "../lib/share-link.ts";
import { App } from "./App.tsx";
import { chooseConnect } from "./choose-connect.ts";
import { scenarios } from "./scenarios/scenarios.ts";
import { begin } from "./start.ts";
import "./theme/tokens.css";
import "./theme/base.css";
import { chosenTheme, followTheme } from "./theme/theme.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no #root");

followTheme(chosenTheme());
const log = browserInputLog();
const store = createClusterStore({ connect: await chooseConnect(), log });
createRoot(root).render(
  <StrictMode>
    <App store={store} />
  </StrictMode>,
);
keepRecord(store);
watchWorker(store);
await begin(store, { ...linked(), log, scenario: scenarios[0] });

/** What the address carries. A damaged link is told, and the page goes on without it. */
function linked() {
  try {
    return { manifest: manifestFromHash(location.hash), session: asRecord(sessionFromHash(location.hash)) };
  } catch {
    store.getState().notify({ level: "error", message: "This link is damaged, so what it carried was left out." });
    return { manifest: undefined, session: undefined };
  }
}
