import { useState, type FormEvent } from "react";
import { useClusterStore } from "../../cluster/use-cluster.tsx";
import { Button } from "../../components/Button.tsx";
import type { Target } from "../../lib/object-key.ts";
import { named } from "../commands/kubectl-text.ts";
import { replicasOf, scale } from "../commands/workload-commands.ts";
import { ui, useUi } from "../ui-store.ts";
import { Dialog } from "./Dialog.tsx";

const most = 1_000;

/** Asks how many pods a workload should have. */
export function ScaleDialog() {
  const target = useUi((state) => state.scaling);
  const close = () => ui.setState({ scaling: undefined });
  return (
    <Dialog title={target === undefined ? "" : `Set replicas of ${target.key}`} open={target !== undefined} onClose={close}>
      {target !== undefined && <Form target={target} close={close} />}
    </Dialog>
  );
}

function Form({ target, close }: { readonly target: Target; readonly close: () => void }) {
  const store = useClusterStore();
  const [text, setText] = useState(String(replicasOf(store, target) ?? 1));
  const replicas = Number(text);
  const sound = text.trim() !== "" && Number.isInteger(replicas) && replicas >= 0 && replicas <= most;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!sound) return;
    close();
    void scale(store, target, replicas);
  };
  return (
    <form onSubmit={submit}>
      <div className="scale-form">
        <input className="field" type="number" min={0} max={most} aria-label="Replicas" value={text} onChange={(event) => setText(event.target.value)} onFocus={(event) => event.target.select()} />
        <Button type="submit" look="primary" disabled={!sound}>
          Set replicas
        </Button>
      </div>
      <code className="scale-kubectl">
        kubectl scale {named(target)} --replicas={sound ? replicas : "N"}
      </code>
    </form>
  );
}
