import { Slider } from "radix-ui";
import { useState } from "react";
import { useCluster, useClusterStore } from "../../cluster/use-cluster.tsx";
import { Facts, Section } from "../../components/Facts.tsx";
import "./traffic.css";

const most = 50;

/** The requests that the visitor sends to this Service, and how many. */
export function TrafficSection({ service }: { readonly service: string }) {
  const traffic = useCluster((state) => state.traffic.get(service));
  const { act } = useClusterStore().getState();
  const [dragged, setDragged] = useState<number>();
  const rate = dragged ?? traffic?.perSecond ?? 0;
  const share = traffic === undefined || traffic.sent === 0 ? undefined : (100 * (traffic.sent - traffic.failed)) / traffic.sent;
  const commit = (value: number) => void act({ type: "traffic", service, perSecond: value }).finally(() => setDragged(undefined));
  return (
    <Section title="Your requests">
      <div className="load">
        <Slider.Root className="slider" min={0} max={most} step={1} value={[rate]} onValueChange={([value]) => setDragged(value)} onValueCommit={([value = 0]) => commit(value)}>
          <Slider.Track className="slider-track">
            <Slider.Range className="slider-range" />
          </Slider.Track>
          <Slider.Thumb className="slider-thumb" aria-label="Requests per second to this Service" />
        </Slider.Root>
        <span className="load-rate">{rate}/s</span>
      </div>
      <Facts
        facts={[
          ["Sent", traffic?.sent],
          ["Failed", traffic?.failed],
          ["Success", share === undefined ? undefined : `${share === 100 ? "100" : share.toFixed(1)} %`],
          ["Last failure", traffic?.lastFailure],
        ]}
      />
    </Section>
  );
}
