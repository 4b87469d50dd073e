import AxeBuilder from "@axe-core/playwright";
import { expect, type Locator, type Page } from "@playwright/test";

/** A point on the page's graph. */
interface Point {
  readonly x: number;
  readonly y: number;
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

  /** Clicks an object where the canvas draws it. */
  async clickOnGraph(id: RegExp): Promise<void> {
    const { x, y } = await this.#placeOf(id);
    await this.page.mouse.click(x, y);
  }

  /** Where a graph element is drawn. Cytoscape keeps its instance on its container. */
  async #placeOf(id: RegExp): Promise<Point> {
    const place = await this.page.evaluate((pattern) => {
      for (const element of document.querySelectorAll("*")) {
        const graph = (element as Element & { _cyreg?: { cy?: { nodes(): { id(): string; renderedPosition(): { x: number; y: number } }[] } } })._cyreg?.cy;
        const found = graph?.nodes().find((node) => new RegExp(pattern).test(node.id()));
        if (found === undefined) continue;
        const box = element.getBoundingClientRect();
        const { x, y } = found.renderedPosition();
        return { x: box.x + x, y: box.y + y };
      }
      return undefined;
    }, id.source);
    if (place === undefined) throw new Error(`nothing on the graph is called ${id.source}`);
    return place;
  }

  inspector(): Locator {
    return this.page.getByRole("complementary", { name: /inspector|details/i }).or(this.page.getByRole("dialog")).first();
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

  async checkAccessibility(): Promise<void> {
    const { violations } = await new AxeBuilder({ page: this.page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`)).toEqual([]);
  }
}
