import type { Slice } from "./slice.ts";

export interface Notice {
  readonly id: number;
  readonly level: "done" | "info" | "error";
  readonly message: string;
  /** What one would type for the same effect. */
  readonly kubectl?: string;
}

/** Short messages about what a click did. The page shows them for a while. */
export interface NoticesSlice {
  readonly notices: readonly Notice[];
  readonly notify: (notice: Omit<Notice, "id">) => void;
  readonly dismiss: (id: number) => void;
}

const mostNotices = 3;

export const createNoticesSlice: Slice<NoticesSlice> = ({ set }) => ({
  notices: [],
  notify: (notice) => set(({ notices }) => ({ notices: [...notices, { ...notice, id: (notices.at(-1)?.id ?? 0) + 1 }].slice(-mostNotices) })),
  dismiss: (id) => set(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
});
