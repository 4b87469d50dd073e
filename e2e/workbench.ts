import AxeBuilder from "@axe-core/playwright";
import { expect, type Locator, type Page } from "@playwright/test";

/** Where something is drawn, in the page's pixels. */
interface Place {
  readonly x: number;
  readonly top: number;
  readonly height: number;
}

/** The page as a person uses it: what they see, press and click. */
export class Workbench {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the page and waits until its cluster is live. */
  async open(path = "./"): Promise<void> {
    await this.page.goto(path);
    await this.live();
  }

  async live(): Promise<void> {
    await expect(this.node("control-plane")).toBeAttached();
    await expect(this.page.getByRole("button", { name: "Pause" })).toBeEnabled();
  }

  /** Pastes a manifest into the page, outside of any field. */
  async paste(manifest: string): Promise<void> {
    await this.page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData("text/plain", text);
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }, manifest);
    await expect(this.page.getByText("The manifest is in the editor.").first()).toBeVisible();
  }

  async apply(manifest: string): Promise<void> {
    await this.paste(manifest);
    await this.page.getByRole("button", { name: "Apply", exact: true }).click();
  }

  /** The focusable mirror of the graph. */
  pods(name: RegExp): Locator {
    return this.page.getByRole("treeitem", { name: new RegExp(`^Pod ${name.source}`) });
  }

  node(name: string): Locator {
    return this.page.getByRole("treeitem", { name: new RegExp(`^Node ${name},`) });
  }

  async podNames(name: RegExp): Promise<readonly string[]> {
    const labels = await this.pods(name).evaluateAll((items) => items.map((item) => item.getAttribute("aria-label") ?? item.textContent ?? ""));
    return labels.map((label) => label.replace(/^Pod ([^,]+),.*$/, "$1")).sort();
  }

  readyPods(name: RegExp): Locator {
    return this.page.getByRole("treeitem", { name: new RegExp(`^Pod ${name.source}[^,]*, Ready,`) });
  }

  /** Clicks a pod of the default namespace where the canvas draws it. */
  async clickPod(name: string): Promise<void> {
    const { x, top, height } = await this.#placeOf(`pods:default/${name}`);
    await this.page.mouse.click(x, top + height / 2);
  }

  /** Clicks the name of a node, above its pods. */
  async clickNode(name: string): Promise<void> {
    const { x, top } = await this.#placeOf(`nodes:${name}`);
    await this.page.mouse.click(x, top + 10);
  }

  /** Where a graph element is drawn. Cytoscape keeps its instance on its container. */
  async #placeOf(id: string): Promise<Place> {
    const place = await this.page.evaluate((wanted) => {
      interface Drawn {
        readonly length: number;
        renderedBoundingBox(): { readonly x1: number; readonly x2: number; readonly y1: number; readonly h: number };
      }
      for (const element of document.querySelectorAll("*")) {
        const graph = (element as Element & { readonly _cyreg?: { readonly cy?: { getElementById(name: string): Drawn } } })._cyreg?.cy;
        const drawn = graph?.getElementById(wanted);
        if (drawn === undefined || drawn.length === 0) continue;
        const frame = element.getBoundingClientRect();
        const { x1, x2, y1, h } = drawn.renderedBoundingBox();
        return { x: frame.x + (x1 + x2) / 2, top: frame.y + y1, height: h };
      }
      return undefined;
    }, id);
    if (place === undefined) throw new Error(`nothing on the graph is called ${id}`);
    return place;
  }

  /** Presses a button by the words on it, wherever it is. */
  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole("button", { name }).first().click();
  }

  async untilSettled(): Promise<void> {
    await this.press("Run until settled");
    await expect(this.page.getByText(/Settled after|Still busy after/).last()).toBeVisible({ timeout: 60_000 });
  }

  /** Runs a line in the terminal and returns what is on its screen afterwards. */
  async terminal(line: string): Promise<void> {
    const screen = this.page.getByRole("textbox", { name: /terminal/i }).or(this.page.getByRole("textbox", { name: "kubectl command" })).first();
    if (!(await screen.isVisible())) await this.press("Terminal");
    await screen.focus();
    await this.page.keyboard.type(`${line}\n`);
  }

  /** What the terminal shows, as a screen reader hears it. */
  terminalText(): Locator {
    return this.page.locator(".xterm-accessibility, [aria-label='Terminal output']").first();
  }

  /** Counts the pods of a Deployment that are not stopping, in every picture that the page shows from now on. */
  countPods(prefix: string): () => Promise<{ readonly least: number; readonly most: number }> {
    const started = this.page.evaluate((name) => {
      const seen = { least: Infinity, most: 0 };
      const count = () => {
        const pods = [...document.querySelectorAll("[role=treeitem]")].filter((item) => {
          const label = item.getAttribute("aria-label") ?? item.textContent ?? "";
          return label.startsWith(`Pod ${name}`) && !label.includes("Terminating");
        }).length;
        seen.least = Math.min(seen.least, pods);
        seen.most = Math.max(seen.most, pods);
      };
      const observer = new MutationObserver(count);
      observer.observe(document.body, { subtree: true, childList: true, attributes: true });
      Object.assign(window, { stopCounting: () => (observer.disconnect(), seen) });
    }, prefix);
    return async () => {
      await started;
      return this.page.evaluate(() => (window as unknown as { stopCounting(): { least: number; most: number } }).stopCounting());
    };
  }

  /** Walks the tree with the arrow keys until the focus is on a line that begins with these words. */
  async walkTo(words: string): Promise<void> {
    const tree = this.page.getByRole("tree");
    await tree.focus();
    await this.page.keyboard.press("Home");
    const here = () => tree.evaluate((element) => document.getElementById(element.getAttribute("aria-activedescendant") ?? "")?.textContent ?? "");
    for (let line = 0; line < 100 && !(await here()).startsWith(words); line++) await this.page.keyboard.press("ArrowDown");
    expect(await here()).toContain(words);
  }

  /** Opens an object in the inspector, by keyboard. */
  async openFromTree(words: string, name: string): Promise<void> {
    await this.walkTo(words);
    await this.page.keyboard.press("Enter");
    await expect(this.page.getByRole("heading", { name }).first()).toBeVisible();
  }

  async checkAccessibility(): Promise<void> {
    // What still fades in is fainter than it will be.
    await this.page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
    const { violations } = await new AxeBuilder({ page: this.page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`)).toEqual([]);
  }
}
