import { useEffect, useState } from 'preact/hooks';
import { api } from '../api';

type Items = Record<string, unknown>[];

/** What this server can run: its stages and its models. */
export function Lists() {
  useEffect(() => {
    document.title = 'Stages · Osprey';
  }, []);
  return (
    <div class="lists">
      <h1 class="unseen">Stages and models</h1>
      <Table title="Stages" path="stages" none="No plugin offers a stage: look into the folder plugins/." />
      <Table title="Models" path="models" none="No models: look into the folder models/." />
    </div>
  );
}

function Table({ title, path, none }: { title: string; path: 'stages' | 'models'; none: string }) {
  const [items, setItems] = useState<Items>();
  const [error, setError] = useState('');
  useEffect(() => {
    api.list(path).then(setItems, (failure: Error) => setError(failure.message));
  }, [path]);
  return (
    <section aria-labelledby={path}>
      <h2 id={path}>{title}</h2>
      {error !== '' && <p class="problem">The list could not be read: {error}</p>}
      {items === undefined && error === '' && <p class="quiet">Reading…</p>}
      {items?.length === 0 && <p class="quiet">{none}</p>}
      <ul class="items">
        {(items ?? []).map((item, i) => (
          <li key={i}>
            <strong>{text(item.name ?? item.id)}</strong>
            <span class="quiet">{text(item.description ?? item.title ?? item.task ?? '')}</span>
            <details>
              <summary>Details</summary>
              <pre><code>{JSON.stringify(item, null, 2)}</code></pre>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}
