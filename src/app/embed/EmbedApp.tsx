import { useMemo, useRef, useState } from "react";
import type { SessionRecord, SessionSettings } from "../../../workers/protocol/session.ts";
import type { ClusterStore } from "../../cluster/cluster-store.ts";
import { ClusterProvider } from "../../cluster/use-cluster.tsx";
import { Button } from "../../components/Button.tsx";
import { CommandsProvider } from "../../components/Command.tsx";
import { useSize } from "../../lib/use-size.ts";
import { useShortcuts } from "../commands/use-shortcuts.ts";
import { Brand } from "../workbench/Brand.tsx";
import { EmbedBench } from "./EmbedBench.tsx";
import { embedCommands } from "./embed-commands.ts";
import type { EmbedOptions } from "./embed-options.ts";
import { useEmbedLife } from "./use-embed-life.ts";
import "./embed.css";

interface Props {
  readonly store: ClusterStore;
  readonly options: EmbedOptions;
  readonly source: SessionRecord | SessionSettings;
}

/** Inside somebody else's page: small, quiet, and never in the way of the page around it. */
export function EmbedApp({ store, options, source }: Props) {
  const commands = useMemo(() => embedCommands(store, options.readonly), [store, options.readonly]);
  const [asked, setAsked] = useState(options.loading !== "click");
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame);
  useEmbedLife({ store, options, source, frame, asked });
  useShortcuts(store, commands);
  return (
    <ClusterProvider store={store}>
      <CommandsProvider commands={commands}>
        <div ref={frame} className="fill embed-frame">
          {size !== undefined && (asked ? <EmbedBench options={options} source={source} width={size.width} /> : <Poster title={options.title} onStart={() => setAsked(true)} />)}
        </div>
      </CommandsProvider>
    </ClusterProvider>
  );
}

/** Nothing runs until somebody wants it to. */
function Poster({ title, onStart }: { readonly title: string; readonly onStart: () => void }) {
  return (
    <div className="poster">
      <Brand />
      <p>{title}</p>
      <Button look="primary" onClick={onStart}>
        Start the cluster
      </Button>
    </div>
  );
}
