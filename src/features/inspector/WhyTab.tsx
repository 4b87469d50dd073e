import type { Entry } from "../../cluster/object-table.ts";
import { useCluster, useClusterStore, useSession } from "../../cluster/use-cluster.tsx";
import { Empty } from "../../components/Empty.tsx";
import { Section } from "../../components/Facts.tsx";
import { targetId, type Target } from "../../lib/object-key.ts";
import { useAsked } from "../../lib/use-asked.ts";
import { SchedulingSection } from "./SchedulingSection.tsx";
import { Story } from "./Story.tsx";

interface Props {
  /** Absent once the object is gone; its story is still told. */
  readonly entry: Entry | undefined;
  readonly target: Target;
}

/** Why is it so: who did what because of what, and for a pod how the scheduler decided. */
export function WhyTab({ entry, target }: Props) {
  const session = useSession();
  const version = useCluster(({ phase }) => `${phase}:${entry?.object.metadata.resourceVersion ?? "gone"}`);
  const { select } = useClusterStore().getState();
  const story = useAsked(targetId(target), version, async () => session().story(target.resource, target.key));
  if (story.error !== undefined) return <Empty title="The story cannot be told">{story.error}</Empty>;
  return (
    <>
      {entry?.pod?.message !== undefined && (
        <div className="section">
          <div className="explained">
            <strong>{entry.pod.status}:</strong> {entry.pod.message}
          </div>
        </div>
      )}
      <Section title="How it came about">
        {story.value === undefined ? <p className="note">Reading…</p> : <Story steps={story.value} target={target} onOpen={select} />}
      </Section>
      {target.resource === "pods" && <SchedulingSection pod={target.key} version={version} />}
    </>
  );
}
