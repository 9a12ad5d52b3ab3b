import { useState } from 'preact/hooks';
import type { Secret } from '../api';
import { Mark } from './mark';
import { secretOf } from './secret';

/** How to get in, for who has no session. */
export function SignIn({ message, signIn }: {
  message: string;
  signIn(secret: Secret): Promise<void>;
}) {
  const [busy, setBusy] = useState(false);
  const [pasted, setPasted] = useState('');
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    await signIn(secretOf(pasted.trim()));
    setBusy(false);
  };
  return (
    <main class="centre">
      <section class="card" aria-labelledby="signin">
        <h1 id="signin"><Mark /> Sign in to Osprey</h1>
        <div aria-live="assertive">{message !== '' && <p class="problem">{message}</p>}</div>
        <p>On the server's machine, run</p>
        <pre><code>bin/osprey login</code></pre>
        <p>and open the address that it prints. It works once, within ten minutes.</p>
        <form onSubmit={(event) => void submit(event)}>
          <label for="secret">Or paste that address here, or an access token</label>
          <div class="row">
            <input id="secret" type="password" autocomplete="off" spellcheck={false} required value={pasted}
              onInput={(event) => setPasted(event.currentTarget.value)} />
            <button type="submit" class="primary" disabled={busy || pasted.trim() === ''}>Sign in</button>
          </div>
        </form>
      </section>
    </main>
  );
}

export function Unreachable({ message, retry }: { message: string; retry(): void }) {
  return (
    <main class="centre">
      <section class="card" aria-live="polite">
        <h1><Mark /> The server does not answer</h1>
        <p>This page tries again every few seconds. If it lasts, look on the server's machine whether{' '}
          <code>bin/osprey run</code> is running, and what its log says.</p>
        <p class="quiet">{message}</p>
        <button type="button" class="primary" onClick={retry}>Try now</button>
      </section>
    </main>
  );
}
