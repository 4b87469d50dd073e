import { connect, type Connect } from "../cluster/connect.ts";

/** The real worker; while developing the page, `?fake` asks for a small hand-made world instead. */
export async function chooseConnect(): Promise<Connect> {
  if (import.meta.env.DEV && new URLSearchParams(location.search).has("fake")) {
    const { connectFake } = await import("../testing/fake-connection.ts");
    return connectFake;
  }
  return connect;
}
