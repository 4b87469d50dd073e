import type { StoryStep } from "../../../workers/protocol/session.ts";
import { useCluster } from "../../cluster/use-cluster.tsx";
import { TargetLink } from "../../components/TargetLink.tsx";
import { clockFace, span } from "../../lib/duration.ts";
import { sameTarget, splitKey, type Target } from "../../lib/object-key.ts";
import "./story.css";

interface Props {
  readonly steps: readonly StoryStep[];
  /** Whose story it is: steps about others name them. */
  readonly target: Target;
  readonly onOpen: (target: Target) => void;
}

/** A chain of causes, first cause first, with the time that passed between. */
export function Story({ steps, target, onOpen }: Props) {
  const start = useCluster(({ clock }) => clock.start);
  if (steps.length === 0) return <p className="note">Nothing about this object is recorded.</p>;
  return (
    <ol className="story">
      {steps.map((step, index) => {
        const before = steps[index - 1];
        const gap = before === undefined ? 0 : step.at - before.at;
        return (
          <li key={`${step.revision}:${index}`}>
            <span className="story-time" title={`${clockFace(step.at - start)} after the start`}>
              {before === undefined ? clockFace(step.at - start) : gap === 0 ? "at once" : `+${span(gap)}`}
            </span>
            <span className="story-actor">{step.actor}</span>
            <span className="story-words">
              <Sentence step={step} own={sameTarget(step, target)} onOpen={onOpen} />
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** The name in a sentence about another object leads there; a sentence without the name gets it at its end. */
function Sentence({ step, own, onOpen }: { readonly step: StoryStep; readonly own: boolean; readonly onOpen: (target: Target) => void }) {
  const { sentence, resource, key } = step;
  if (own) return <>{sentence}</>;
  const { name } = splitKey(key);
  const [before = "", ...after] = sentence.split(new RegExp(`(?<![\\w-])${name.replaceAll(".", "\\.")}(?![\\w-])`));
  const link = <TargetLink target={{ resource, key }} onOpen={onOpen} text={after.length === 0 ? undefined : name} />;
  return (
    <>
      {before}
      {after.length === 0 && " "}
      {link}
      {after.join(name)}
    </>
  );
}
