import type { Entry } from "../../cluster/object-table.ts";
import { useSession } from "../../cluster/use-cluster.tsx";
import { Empty } from "../../components/Empty.tsx";
import { YamlText } from "../../components/YamlText.tsx";
import type { Target } from "../../lib/object-key.ts";
import { targetId } from "../../lib/object-key.ts";
import { useAsked } from "../../lib/use-asked.ts";

/** The object as `kubectl get -o yaml` prints it, kept up to date. */
export function YamlTab({ entry, target }: { readonly entry: Entry; readonly target: Target }) {
  const session = useSession();
  const { value, error } = useAsked(targetId(target), entry.object.metadata.resourceVersion, async () => session().yaml(target.resource, target.key));
  if (error !== undefined) return <Empty title="No YAML to show">{error}</Empty>;
  return value === undefined ? <Empty title="Reading…" /> : <YamlText text={value} label={`YAML of ${target.key}`} />;
}
