import type { App } from '../app';
import type { KeyPoint, Result } from '../live/protocol';
import type { StageResults } from '../overlay/analyses';
import { colorOfTrack } from '../overlay/colors';
import { seen } from '../overlay/skeleton';
import { useStore } from '../store';
import type { Trouble } from '../overlay/troubles';
import { inWords } from './found';
import { ago, type Known, silence } from './silence';

/** So many lines a stage. */
const LINES = 50;

/** Results of a picture this much earlier than the one on the screen are said to be. */
const OLD_MICROS = 400_000;

/** What is drawn on the picture, as a list. */
export function Results({ app, found, last, troubles }: {
  app: App;
  found: StageResults[];
  last: Known['last'];
  troubles: Trouble[];
}) {
  const hidden = useStore(app.hiddenStages);
  const stages = found.filter(({ stage }) => !hidden.has(stage));
  const count = stages.reduce((sum, { results }) => sum + results.length, 0);
  const ageMicros = Math.min(...stages.filter(({ results }) => results.length > 0).map((stage) => stage.ageMicros));
  const words = count > 0 ? '' : silence({ found, last, troubles, shows: (stage) => !hidden.has(stage) });
  return (
    <section aria-labelledby="results">
      <h2 id="results">{count > 0 && ageMicros > OLD_MICROS ? `${ago(ageMicros / 1000)} before this picture` : 'In this picture'}
        {count > 0 && <span class="quiet"> {count}</span>}</h2>
      {count === 0 ? <p class="quiet">{words}</p> : (
        <ul class="results" tabIndex={0} aria-labelledby="results">
          {stages.flatMap(({ stage, results, width, height }) =>
            results.slice(0, LINES).map((result, i) => (
              <Line key={`${stage}${i}`} stage={stage} result={result} width={width} height={height} />
            )))}
        </ul>
      )}
    </section>
  );
}

function Line({ stage, result, width, height }: { stage: string; result: Result; width: number; height: number }) {
  const { what, detail, score } = inWords(result, stage, width, height);
  const line = (
    <>
      <i class="swatch" style={{ backgroundColor: colorOfTrack(result.track, result.label ?? stage) }} aria-hidden="true" />
      <span class="what" title={what}>{what}</span>
      <span class="quiet">{[what === stage ? '' : stage, detail].filter((part) => part !== '').join(' · ')}</span>
      <span class="score">{score}</span>
    </>
  );
  if (result.kind !== 'keypoints') {
    return <li class="line">{line}</li>;
  }
  return (
    <li>
      <details>
        <summary class="line">{line}</summary>
        <ul class="joints">
          {(result.points ?? []).map((point, i) => <Joint key={i} point={point} index={i} />)}
        </ul>
      </details>
    </li>
  );
}

function Joint({ point, index }: { point: KeyPoint; index: number }) {
  return (
    <li class={seen(point) ? '' : 'quiet'}>
      <span>{point.name ?? `point ${index + 1}`}</span>
      <span class="score">{typeof point.score === 'number' ? `${Math.round(point.score * 100)}%` : '–'}</span>
    </li>
  );
}
