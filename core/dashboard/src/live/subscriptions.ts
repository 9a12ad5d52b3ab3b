import type { Channel, Role } from './protocol';

/** What one camera's viewers want of the server. */
export interface Want {
  channels: Channel[];
  accept: string[];
  role: Role;
  /** The widest that a JPEG need be, in pixels. */
  jpegWidth: number;
}

export interface Command {
  type: 'subscribe' | 'unsubscribe';
  cameras: string[];
  channels?: Channel[];
  accept?: string[];
  role?: Role;
  jpegWidth?: number;
}

/** Turns what is wanted into the fewest messages, cameras with equal wants together. */
export class Subscriptions {
  private wanted = new Map<string, string>();
  private sent = new Map<string, string>();

  want(camera: string, want: Want | undefined): void {
    if (want === undefined || want.channels.length === 0) {
      this.wanted.delete(camera);
    } else {
      this.wanted.set(camera, JSON.stringify({ channels: want.channels, accept: want.accept, role: want.role, jpegWidth: want.jpegWidth }));
    }
  }

  /** A new connection starts with no subscription. */
  connectionLost(): void {
    this.sent.clear();
  }

  /**
   * What to send now. A changed camera is unsubscribed first, so that the change means the same whether the server
   * adds to a subscription or replaces it.
   */
  flush(): Command[] {
    const leaving: string[] = [];
    const joining = new Map<string, string[]>();
    for (const [camera, want] of this.sent) {
      if (this.wanted.get(camera) !== want) {
        leaving.push(camera);
      }
    }
    for (const [camera, want] of this.wanted) {
      if (this.sent.get(camera) !== want) {
        joining.set(want, [...(joining.get(want) ?? []), camera]);
      }
    }
    this.sent = new Map(this.wanted);
    const commands: Command[] = leaving.length === 0 ? [] : [{ type: 'unsubscribe', cameras: leaving }];
    for (const [want, cameras] of joining) {
      commands.push({ type: 'subscribe', cameras, ...(JSON.parse(want) as Want) });
    }
    return commands;
  }
}
