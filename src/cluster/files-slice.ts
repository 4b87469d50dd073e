import type { Slice } from "./slice.ts";
import type { ViewSlice } from "./view-slice.ts";

/** A manifest as a file: the editor shows it as a tab, and kubectl finds it by its name. */
export interface ManifestFile {
  readonly name: string;
  readonly text: string;
}

/** The files of the editor, in memory only. The open one's text is the store's `manifest`. */
export interface FilesSlice {
  /** Names of all files, in the order of their tabs. */
  readonly fileNames: readonly string[];
  readonly openFile: string;
  /** What stands in the files that are not open. */
  readonly closedTexts: Readonly<Record<string, string>>;
  /** Opens the files as tabs and shows the first; a file of the same name is replaced. */
  readonly addFiles: (files: readonly ManifestFile[]) => void;
  readonly showFile: (name: string) => void;
  /** Closes a tab; the last one stays. */
  readonly closeFile: (name: string) => void;
  /** False, and nothing changes, where the name is taken or is not a file name. */
  readonly renameFile: (name: string, wanted: string) => boolean;
}

/** What kubectl can name on a command line without quotes. */
const fileName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

export const createFilesSlice: Slice<FilesSlice, Pick<ViewSlice, "manifest">> = ({ get, set }) => ({
  fileNames: ["manifest.yaml"],
  openFile: "manifest.yaml",
  closedTexts: {},

  addFiles(files) {
    const [first] = files;
    if (first === undefined) return;
    const texts = { ...textsOf(get()), ...Object.fromEntries(files.map(({ name, text }) => [name, text])) };
    set({ fileNames: [...new Set([...get().fileNames, ...files.map(({ name }) => name)])], ...opened(first.name, texts) });
  },

  showFile(name) {
    if (get().fileNames.includes(name)) set(opened(name, textsOf(get())));
  },

  closeFile(name) {
    const { fileNames, openFile } = get();
    if (fileNames.length === 1 || !fileNames.includes(name)) return;
    const rest = fileNames.filter((other) => other !== name);
    const next = rest[Math.min(fileNames.indexOf(name), rest.length - 1)] ?? openFile;
    const { [name]: _, ...texts } = textsOf(get());
    set({ fileNames: rest, ...opened(openFile === name ? next : openFile, texts) });
  },

  renameFile(name, wanted) {
    const { fileNames, openFile } = get();
    if (name === wanted) return true;
    if (!fileName.test(wanted) || fileNames.includes(wanted) || !fileNames.includes(name)) return false;
    const { [name]: text = "", ...texts } = textsOf(get());
    set({ fileNames: fileNames.map((other) => (other === name ? wanted : other)), ...opened(openFile === name ? wanted : openFile, { ...texts, [wanted]: text }) });
    return true;
  },
});

/** All files with their texts. */
export function textsOf({ openFile, closedTexts, manifest }: Pick<FilesSlice, "openFile" | "closedTexts"> & Pick<ViewSlice, "manifest">): Readonly<Record<string, string>> {
  return { ...closedTexts, [openFile]: manifest };
}

function opened(name: string, texts: Readonly<Record<string, string>>) {
  const { [name]: manifest = "", ...closedTexts } = texts;
  return { openFile: name, manifest, closedTexts };
}
