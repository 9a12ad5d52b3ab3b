import { Store } from './store';

/** A line of the banner. */
export interface Notice {
  about: 'request' | 'removed';
  text: string;
}

const REMOVED_SHOWN_MILLIS = 10_000;
const NAMED = 5;

/** What the operator is told in passing: the last refused request, and in one line all cameras removed lately. */
export class Notices {
  readonly shown = new Store<readonly Notice[]>([]);
  private request = '';
  private readonly gone = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Stays until it is dismissed or another one comes. */
  refused(text: string): void {
    this.request = text;
    this.publish();
  }

  /** Goes by itself. */
  removed(camera: string): void {
    this.gone.add(camera);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.dismiss('removed'), REMOVED_SHOWN_MILLIS);
    this.publish();
  }

  /** The camera is there, again perhaps. */
  there(camera: string): void {
    if (this.gone.delete(camera)) {
      this.publish();
    }
  }

  dismiss(about: Notice['about']): void {
    if (about === 'request') {
      this.request = '';
    } else {
      clearTimeout(this.timer);
      this.gone.clear();
    }
    this.publish();
  }

  private publish(): void {
    const notices: Notice[] = [];
    if (this.gone.size > 0) {
      notices.push({ about: 'removed', text: goneWords([...this.gone]) });
    }
    if (this.request !== '') {
      notices.push({ about: 'request', text: this.request });
    }
    this.shown.set(notices);
  }
}

function goneWords(ids: string[]): string {
  if (ids.length === 1) {
    return `Camera ${ids[0]} was removed.`;
  }
  const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : '';
  return `${ids.length} cameras were removed: ${ids.slice(0, NAMED).join(', ')}${more}.`;
}
