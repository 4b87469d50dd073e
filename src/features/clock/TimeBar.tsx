import { FastForward, Pause, Play, SkipForward, StepBack, StepForward, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { speeds } from "../../cluster/clock-slice.ts";
import { useCluster, useClusterStore } from "../../cluster/use-cluster.tsx";
import { IconButton } from "../../components/Button.tsx";
import { useCommands, useCommandTitle } from "../../components/Command.tsx";
import { clockFace } from "../../lib/duration.ts";
import { Scrubber } from "./Scrubber.tsx";
import { speedLabel } from "./speed-label.ts";
import "./time-bar.css";

const buttons: readonly (readonly [id: string, icon: ReactNode])[] = [
  ["time.step", <StepForward key="step" size={15} aria-hidden />],
  ["time.next-event", <SkipForward key="next" size={15} aria-hidden />],
  ["time.until-settled", <FastForward key="settled" size={15} aria-hidden />],
];

/** Time, always in reach: stop it, step through it, hurry it, and see what it is. `children` stands at the end. */
export function TimeBar({ children, compact = false }: { readonly children?: ReactNode; readonly compact?: boolean }) {
  return (
    <div className={`time-bar ${compact ? "time-bar-compact" : ""}`} role="group" aria-label="Cluster time">
      {!compact && <CommandIcon id="time.step-back" icon={<StepBack size={15} aria-hidden />} />}
      <PlayButton />
      {(compact ? buttons.slice(2) : buttons).map(([id, icon]) => (
        <CommandIcon key={id} id={id} icon={icon} />
      ))}
      <SpeedPicker />
      <Face />
      {!compact && <Scrubber />}
      {!compact && <CommandIcon id="session.undo" icon={<Undo2 size={15} aria-hidden />} />}
      {children}
    </div>
  );
}

function PlayButton() {
  const paused = useCluster(({ clock }) => clock.paused);
  const live = useCluster(({ phase }) => phase === "live");
  const commands = useCommands();
  const command = commands.get("time.pause");
  if (command === undefined) return null;
  return (
    <IconButton label={paused ? "Play" : "Pause"} look={paused ? "primary" : "plain"} disabled={!live} onClick={() => commands.run(command, undefined)}>
      {paused ? <Play size={14} aria-hidden fill="currentColor" /> : <Pause size={14} aria-hidden fill="currentColor" />}
    </IconButton>
  );
}

function CommandIcon({ id, icon }: { readonly id: string; readonly icon: ReactNode }) {
  const commands = useCommands();
  const live = useCluster(({ phase, clock }) => phase === "live" && clock.running === undefined);
  const command = commands.get(id);
  const applies = useCommandTitle(command, undefined);
  if (command === undefined) return null;
  const title = applies ?? command.title(undefined);
  return (
    <IconButton label={title} title={command.shortcut === undefined ? title : `${title} (${command.shortcut})`} disabled={!live || applies === undefined} onClick={() => commands.run(command, undefined)}>
      {icon}
    </IconButton>
  );
}

function SpeedPicker() {
  const { speed } = useCluster((state) => state.clock);
  const { setSpeed } = useClusterStore().getState();
  const live = useCluster(({ phase }) => phase === "live");
  const options = speeds.includes(speed) ? speeds : [speed, ...speeds];
  return (
    <select className="speed" aria-label="Speed" title="Speed" disabled={!live} value={String(speed)} onChange={({ target }) => void setSpeed(target.value === "max" ? "max" : Number(target.value))}>
      {options.map((each) => (
        <option key={each} value={String(each)}>
          {speedLabel(each)}
        </option>
      ))}
    </select>
  );
}

/** The only part that renders with every tick. */
function Face() {
  const text = useCluster(({ clock }) => clockFace(clock.now - clock.start));
  const mode = useCluster(({ clock }) => (clock.running !== undefined ? "skipping" : clock.paused ? "paused" : "live"));
  return (
    <span className="time-face">
      <time>{text}</time>
      <span className={`time-mode time-${mode}`}>{mode === "live" ? "Live" : mode === "paused" ? "Paused" : "Running ahead"}</span>
    </span>
  );
}
