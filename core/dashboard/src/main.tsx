import { render } from 'preact';
import { App } from './app';
import { Guarded } from './ui/errorView';
import { Page } from './ui/page';

const app = new App();

declare global {
  interface Window {
    /** For tests and measurements: what the page has measured of each camera so far. */
    osprey: { stats(): Record<string, unknown>; connection(): Record<string, unknown>; reset(): void };
  }
}

window.osprey = {
  stats: () => Object.fromEntries([...app.stats].map(([camera, stats]) => [camera, stats.toJson()])),
  connection: () => ({
    ...app.connection.get(),
    opened: app.live.opened,
    badMessages: app.live.badMessages,
    clockOffsetMillis: app.clock.offsetMillis ?? null,
    roundTripMillis: app.clock.roundTripMillis ?? null,
  }),
  reset: () => app.stats.forEach((stats) => stats.clear()),
};

render(<Guarded what="the page"><Page app={app} /></Guarded>, document.getElementById('app') as HTMLElement);
void app.start();
