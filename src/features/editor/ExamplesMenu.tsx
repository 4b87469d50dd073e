import { BookOpen, ChevronDown } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useClusterStore } from "../../cluster/use-cluster.tsx";
import { Button } from "../../components/Button.tsx";
import { examples } from "./examples.ts";

/** Manifests to begin with. Each opens in tabs of its own, so nothing that was written is lost. */
export function ExamplesMenu() {
  const { addFiles } = useClusterStore().getState();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button look="quiet" small className="editor-examples" aria-label="Examples">
          <BookOpen size={14} aria-hidden /> <span className="editor-examples-word">Examples</span> <ChevronDown size={12} aria-hidden />
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8} loop>
          {examples.map(({ title, about, files }) => (
            <DropdownMenu.Item key={title} className="menu-item" onSelect={() => addFiles(files)}>
              <span className="menu-words">
                {title}
                <span className="menu-about">{about}</span>
              </span>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
