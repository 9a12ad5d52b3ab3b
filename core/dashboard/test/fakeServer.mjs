// A server for trying the page and for its tests: the HTTP and WebSocket contract, fed from Annex B files.
// By hand: npm run build && npm run fake -- hall=clip.h264,15,960,540[,truth.json] … [--port 8099] [--delay 40]
import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';

const POLICY =
  "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self' ws: wss:; " +
  "base-uri 'none'; frame-ancestors 'none'";
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

/**
 * Cuts an Annex B stream at its access unit delimiters.
 * @param {Buffer} stream
 * @returns {{data: Buffer, key: boolean}[]}
 */
export function accessUnits(stream) {
  const starts = [];
  for (let i = 0; i + 4 < stream.length; i++) {
    if (stream[i] === 0 && stream[i + 1] === 0 && stream[i + 2] === 1 && (stream[i + 3] & 0x1f) === 9) {
      starts.push(i > 0 && stream[i - 1] === 0 ? i - 1 : i);
    }
  }
  return starts.map((start, n) => {
    const data = stream.subarray(start, starts[n + 1] ?? stream.length);
    let key = false;
    for (let i = 0; i + 3 < data.length; i++) {
      key ||= data[i] === 0 && data[i + 1] === 0 && data[i + 2] === 1 && (data[i + 3] & 0x1f) === 5;
    }
    return { data, key };
  });
}

const nowMicros = () => Math.round((performance.timeOrigin + performance.now()) * 1000);

/**
 * @typedef {{id: string, clip?: string, fps?: number, width?: number, height?: number, codec?: string,
 *   state?: string, stateMessage?: string, lastError?: string, results?: (frame: number) => object,
 *   errors?: Record<string, string>, views?: {name: string, width: number, height: number}[]}} FakeCamera
 */

export class FakeServer {
  /** @param {{root: string, cameras?: FakeCamera[], code?: string, jpeg?: string, analysisDelayMillis?: number,
   *    clockAheadMillis?: number, open?: boolean, analyseEvery?: number, events?: any[], clip?: Uint8Array}} options */
  constructor(options) {
    this.root = options.root;
    this.code = options.code;
    this.open = options.open ?? false;
    this.delay = options.analysisDelayMillis ?? 20;
    this.analyseEvery = options.analyseEvery ?? 1;
    this.ahead = (options.clockAheadMillis ?? 0) * 1000;
    this.jpeg = options.jpeg === undefined ? undefined : readFileSync(options.jpeg);
    this.sessions = new Set();
    /** @type {any[]} every text message that came over the WebSocket */
    this.received = [];
    /** @type {Set<any>} */
    this.clients = new Set();
    /** Answers upgrades with 503, as a server that is starting does. */
    this.refuseSockets = false;
    /** Pictures leave so much later than they are captured, as over a slow network. */
    this.lagMillis = 0;
    this.timers = [];
    /** @type {string[]} the addresses of MJPEG streams that are open */
    this.mjpegs = [];
    /** @type {{units: number, begun: boolean} | undefined} */
    this.damage = undefined;
    /** @type {any[]} CloudEvents, the oldest first */
    this.events = options.events ?? [];
    this.clip = options.clip;
    /** The store is away: what asks for events is answered by 503. */
    this.noEvents = false;
    /** @type {Map<any, URLSearchParams>} who follows events, and which */
    this.followers = new Map();
    /** @type {Map<string, any>} of every camera, by their names */
    this.zones = new Map();
    /** Why zones are refused; undefined: they are not. @type {string | undefined} */
    this.refusedZone = undefined;
    this.setCameras(options.cameras ?? []);
    this.http = createServer((request, response) => void this.answer(request, response));
    this.sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
    this.http.on('upgrade', (request, socket, head) => {
      if (this.refuseSockets || request.url !== '/api/live' || !this.signedIn(request)) {
        socket.end(`HTTP/1.1 ${this.refuseSockets ? 503 : 401} No\r\nconnection: close\r\n\r\n`);
        return;
      }
      this.sockets.handleUpgrade(request, socket, head, (client) => this.connected(client));
    });
  }

  /** @param {FakeCamera[]} cameras */
  setCameras(cameras) {
    this.timers.forEach(clearInterval);
    this.cameras = cameras.map((camera, i) => {
      const { clip, results, errors, views = [], ...view } = camera;
      const units = clip === undefined ? [] : accessUnits(readFileSync(clip));
      return {
        view: {
          pipeline: 'people', state: 'live', fps: 15, codec: 'avc1.4d401f', width: 160, height: 96, kbps: 410,
          analysesPerSecond: 15, framesDropped: 0, reconnects: 0, keyFrameIntervalSeconds: 2, lastError: '',
          latencyMillis: 44, latencyP99Millis: 61,
          streams: [{ source: `rtsp://camera/${camera.id}`, roles: ['detect', 'grid', 'full'] }], ...view,
        },
        views, stream: 100 + i, units, frame: 0, ring: [], results: results ?? synthetic, errors,
      };
    });
    this.timers = this.cameras
      .filter((camera) => camera.units.length > 0 && camera.view.state === 'live')
      .map((camera) => setInterval(() => this.tick(camera), 1000 / camera.view.fps));
    this.timers.push(setInterval(() => this.cameras.forEach((camera) => this.status(camera)), 1000));
  }

  async listen(port = 0) {
    await new Promise((resolve) => this.http.listen(port, '127.0.0.1', () => resolve(undefined)));
    const address = /** @type {import('node:net').AddressInfo} */ (this.http.address());
    return address.port;
  }

  async close() {
    this.timers.forEach(clearInterval);
    this.dropClients();
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }

  dropClients() {
    this.clients.forEach((client) => client.socket.terminate());
  }

  /** @param {string} id @param {object} change */
  change(id, change) {
    const camera = this.cameras.find((one) => one.view.id === id);
    if (camera !== undefined) {
      Object.assign(camera.view, change);
      this.status(camera);
    }
  }

  /**
   * Says which stages fail from now on, as the feed does; undefined for none.
   * @param {string} id @param {Record<string, string> | undefined} errors @param {(index: number, view: any) => object} results
   */
  fail(id, errors, results = synthetic) {
    const camera = this.cameras.find((one) => one.view.id === id);
    if (camera !== undefined) {
      Object.assign(camera, { errors, results });
    }
  }

  /** No video until the next key frame, as for one who came too late or fell behind. @param {string} id */
  wait(id, words) {
    const camera = this.cameras.find((one) => one.view.id === id);
    if (camera !== undefined) {
      camera.waiting = true;
      this.clients.forEach(({ socket }) => socket.send(JSON.stringify({
        type: 'waiting', camera: id, stream: camera.stream, reason: 'behind', message: words,
      })));
    }
  }

  /** Takes cameras out of the configuration. @param {string[]} ids */
  remove(ids) {
    this.cameras = this.cameras.filter((camera) => {
      const gone = ids.includes(camera.view.id);
      if (gone) {
        camera.view.state = 'disabled';
        this.clients.forEach(({ socket, wants }) => wants.delete(camera.view.id) && socket.send(JSON.stringify({
          type: 'error', code: 'camera-removed', camera: camera.view.id, message: `the camera "${camera.view.id}" was removed`,
        })));
      }
      return !gone;
    });
  }

  /** Damages the next key frames' slices. @param {number} units how many access units, from a key frame on */
  corrupt(units) {
    this.damage = { units, begun: false };
  }

  damaged(unit) {
    if (this.damage === undefined || !(this.damage.begun || unit.key)) {
      return unit.data;
    }
    this.damage.begun = true;
    const left = --this.damage.units;
    if (left === 0) {
      this.damage = undefined;
    }
    // Begins like a slice, goes on as noise.
    const data = Buffer.from(unit.data);
    for (let i = Math.min(data.length, 12); i < data.length; i++) {
      data[i] = (i * 167 + 13) & 0xff || 1;
    }
    return data;
  }

  tick(camera) {
    if (camera.view.state !== 'live') {
      return;
    }
    const unit = camera.units[camera.frame % camera.units.length];
    const index = camera.frame++;
    const ptsMicros = Math.round((index * 1_000_000) / camera.view.fps);
    const capture = nowMicros() + this.ahead;
    const message = frame(unit.key ? 1 : 0, camera.stream, ptsMicros, capture, this.damaged(unit));
    if (unit.key) {
      camera.ring = [];
      camera.waiting = false;
    }
    camera.ring.push(message);
    camera.until = ptsMicros;
    const pass = () => {
      for (const client of this.clients) {
        const want = client.wants.get(camera.view.id);
        if (want?.channels.includes('video')) {
          if (want.accept.includes('avc1') && !camera.waiting) {
            client.socket.send(message);
          } else if (this.jpeg !== undefined) {
            client.socket.send(frame(3, camera.stream, ptsMicros, capture, this.jpeg));
          }
        }
      }
    };
    if (this.lagMillis > 0) {
      setTimeout(pass, this.lagMillis);
    } else {
      pass();
    }
    if (index % this.analyseEvery !== 0) {
      return;
    }
    const results = camera.results(index % camera.units.length, camera.view);
    const analysis = JSON.stringify({
      type: 'analysis', camera: camera.view.id, stream: camera.stream, sequence: index, pts: ptsMicros,
      capturedAt: new Date(capture / 1000).toISOString(), width: camera.view.width, height: camera.view.height,
      results, ...(camera.errors === undefined ? {} : { errors: camera.errors }), timings: { motion: 0.6 + Math.random() / 5, detect: 38 + 9 * Math.random() },
    });
    setTimeout(() => {
      for (const client of this.clients) {
        if (client.wants.get(camera.view.id)?.channels.includes('analysis')) {
          client.socket.send(analysis);
        }
      }
    }, this.delay);
  }

  status(camera) {
    const { id, ...fields } = camera.view;
    for (const client of this.clients) {
      if (client.wants.get(id)?.channels.includes('status')) {
        client.socket.send(JSON.stringify({ type: 'status', camera: id, ...fields }));
      }
    }
  }

  connected(socket) {
    const client = { socket, wants: new Map() };
    this.clients.add(client);
    socket.on('close', () => this.clients.delete(client));
    socket.send(JSON.stringify({ type: 'hello', protocol: 1, time: nowMicros() + this.ahead }));
    socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      this.received.push(message);
      if (message.type === 'ping') {
        socket.send(JSON.stringify({ type: 'pong', id: message.id, t: message.t, time: nowMicros() + this.ahead }));
      } else if (message.type === 'unsubscribe') {
        message.cameras.forEach((id) => client.wants.delete(id));
      } else if (message.type === 'subscribe') {
        message.cameras.forEach((id) => this.subscribe(client, id, message));
      }
    });
  }

  subscribe(client, id, message) {
    const camera = this.cameras.find((one) => one.view.id === id);
    if (camera === undefined) {
      client.socket.send(JSON.stringify({ type: 'error', camera: id, message: 'there is no such camera' }));
      return;
    }
    client.wants.set(id, message);
    if (message.channels.includes('video')) {
      client.socket.send(JSON.stringify({
        type: 'stream', camera: id, stream: camera.stream, node: 'fake', codec: camera.view.codec,
        width: camera.view.width, height: camera.view.height,
      }));
      if (message.accept.includes('avc1')) {
        if (camera.ring.length > 0) {
          client.socket.send(JSON.stringify({ type: 'catch-up', camera: id, stream: camera.stream, until: camera.until }));
        }
        camera.ring.forEach((unit) => client.socket.send(unit));
      }
    }
  }

  signedIn(request) {
    const cookie = /osprey=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
    return this.open || this.sessions.has(cookie);
  }

  async answer(request, response) {
    const path = new URL(request.url, 'http://fake').pathname;
    let body = '';
    for await (const part of request) {
      body += part;
    }
    const json = (status, value, headers = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(value));
    };
    if (path === '/api/session' && request.method === 'POST') {
      const { code, token } = JSON.parse(body);
      if (this.code !== undefined && (code === this.code || token === 'token')) {
        const session = randomBytes(8).toString('hex');
        this.sessions.add(session);
        json(200, { name: 'admin', role: 'admin' }, { 'set-cookie': `osprey=${session}; HttpOnly; SameSite=Lax` });
      } else {
        json(401, { title: 'Refused', detail: 'This code was used already, or is older than ten minutes.' });
      }
    } else if (path.startsWith('/api/') && !this.signedIn(request)) {
      json(401, { title: 'Not signed in' });
    } else if (path === '/api/session' && request.method === 'DELETE') {
      this.sessions.clear();
      this.open = false;
      response.writeHead(204).end();
    } else if (path === '/api/session') {
      json(200, { name: 'admin', role: 'admin' });
    } else if (path === '/api/cameras') {
      json(200, this.cameras.map((camera) => camera.view));
    } else if (path.endsWith('/views')) {
      json(200, this.cameras.find((camera) => path === `/api/cameras/${camera.view.id}/views`)?.views ?? []);
    } else if (/\/zones(\/|$)/.test(path)) {
      const name = path.split('/zones/')[1];
      if (request.method === 'PUT' && this.refusedZone !== undefined) {
        json(400, { title: 'Bad Request', detail: this.refusedZone });
      } else if (request.method === 'PUT') {
        this.zones.set(name, { name, origin: 'overlay', ...JSON.parse(body) });
        json(200, this.zones.get(name));
      } else if (request.method === 'DELETE') {
        this.zones.delete(name);
        response.writeHead(204).end();
      } else {
        json(200, [...this.zones.values()]);
      }
    } else if (path.endsWith('/stream.mjpg')) {
      this.mjpeg(request, response);
    } else if (path === '/api/events' || path.startsWith('/api/events/')) {
      this.eventsOf(request, response, json);
    } else if (path === '/api/stages') {
      json(200, [{ name: 'detect', description: 'Finds objects', scope: 'SHARED' }, { name: 'motion', description: 'Finds what moves' }]);
    } else if (path === '/api/models') {
      json(200, [{ name: 'nanodet', description: 'NanoDet, COCO-80', inputs: [{ name: 'image', shape: [1, 3, 416, 416] }] }]);
    } else {
      this.file(path, response);
    }
  }

  /** Puts an event into the log and tells who follows. */
  happen(event) {
    this.events.push(event);
    for (const [response, query] of this.followers) {
      if (matches(event, query)) {
        response.write(`id: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`);
      }
    }
  }

  eventsOf(request, response, json) {
    const { pathname, searchParams: query } = new URL(request.url, 'http://fake');
    const [, id, file] = /^\/api\/events\/([^/]+)(?:\/(.+))?$/.exec(pathname) ?? [];
    const event = this.events.find((one) => one.id === id);
    if (this.noEvents) {
      json(503, { title: 'Service Unavailable', detail: 'the event store is away: disk full' });
    } else if (id === 'stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      this.events.filter((one) => one.id > (query.get('after') ?? '~') && matches(one, query))
        .forEach((one) => response.write(`id: ${one.id}\ndata: ${JSON.stringify(one)}\n\n`));
      response.write(': beat\n\n');
      this.followers.set(response, query);
      response.on('close', () => this.followers.delete(response));
    } else if (id === undefined) {
      const limit = Number(query.get('limit') ?? 100);
      const found = this.events.filter((one) => one.id < (query.get('before') ?? '~') && matches(one, query)).reverse();
      const page = found.slice(0, limit);
      const next = this.events[this.events.length - 1]?.id ?? '0';
      json(200, { events: page, next, ...(found.length > limit ? { before: page[page.length - 1].id } : {}) });
    } else if (event === undefined || (file === 'clip.mp4' && this.clip === undefined)) {
      json(404, { title: 'Not Found', detail: `there is no event "${id}"` });
    } else if (file === undefined) {
      json(200, event);
    } else if (file === 'snapshot.jpg') {
      response.writeHead(200, { 'content-type': 'image/jpeg' }).end(this.jpeg);
    } else {
      const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
      const begin = Number(from ?? 0);
      const end = to ? Number(to) + 1 : this.clip.length;
      response.writeHead(from === undefined ? 200 : 206, {
        'content-type': 'video/mp4', 'accept-ranges': 'bytes', 'content-length': end - begin,
        ...(from === undefined ? {} : { 'content-range': `bytes ${begin}-${end - 1}/${this.clip.length}` }),
      });
      response.end(this.clip.subarray(begin, end));
    }
  }

  mjpeg(request, response) {
    const view = new URL(request.url, 'http://fake').searchParams.get('view');
    if (!this.cameras.some(({ views }) => views.some(({ name }) => name === view))) {
      response.writeHead(404).end();
      return;
    }
    this.mjpegs.push(request.url);
    response.writeHead(200, { 'content-type': 'multipart/x-mixed-replace; boundary=picture', connection: 'close' });
    response.write('--picture\r\n');
    const timer = setInterval(() => {
      response.write(`Content-Type: image/jpeg\r\nContent-Length: ${this.jpeg.length}\r\n\r\n`);
      response.write(this.jpeg);
      response.write('\r\n--picture\r\n');
    }, 100);
    response.on('close', () => {
      clearInterval(timer);
      this.mjpegs.splice(this.mjpegs.indexOf(request.url), 1);
    });
  }

  file(path, response) {
    const file = join(this.root, normalize(path === '/' ? '/index.html' : path));
    if (!file.startsWith(this.root) || statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-security-policy': POLICY,
    });
    response.end(readFileSync(file));
  }
}

const SEVERITIES = ['info', 'warning', 'alert'];

function matches({ type, time, data }, query) {
  const one = (name, values) => !query.has(name) || query.get(name).split(',').some((wanted) => values.includes(wanted));
  return one('camera', [data.camera]) && one('type', [type.replace('dev.osprey.', '')]) && one('label', [data.label])
    && one('zone', [data.zone, ...(data.zones ?? [])])
    && SEVERITIES.indexOf(data.severity) >= SEVERITIES.indexOf(query.get('severity') ?? 'info')
    && Date.parse(time) >= Date.parse(query.get('from') ?? '1970-01-01') && Date.parse(time) < Date.parse(query.get('to') ?? '9999-01-01');
}

function frame(flags, stream, ptsMicros, captureMicros, data) {
  const header = Buffer.alloc(24);
  header.write('OS', 0, 'latin1');
  header.writeUInt8(1, 2);
  header.writeUInt8(flags, 3);
  header.writeUInt32BE(stream, 4);
  header.writeBigInt64BE(BigInt(ptsMicros), 8);
  header.writeBigInt64BE(BigInt(captureMicros), 16);
  return Buffer.concat([header, data]);
}

function synthetic(index, view) {
  const x = (index * 3) % Math.max(1, view.width - 40);
  return {
    motion: [{ kind: 'detection', label: 'motion', score: 1, box: { x: x - 5, y: 15, width: 50, height: 60 } }],
    detect: [{ kind: 'detection', label: 'person', score: 0.74, box: { x, y: 20, width: 40, height: 50 } }],
  };
}

function truth(file) {
  const { frames } = JSON.parse(readFileSync(file, 'utf8'));
  return (index) => ({
    motion: [],
    detect: (frames[index]?.objects ?? [])
      .filter((object) => object.visible >= 0.5 && object.inside >= 0.3)
      .map((object) => ({ kind: 'detection', label: object.label, score: 0.6 + 0.3 * object.visible, box: object.box })),
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const words = process.argv.slice(2);
  const option = (name, otherwise) => (words.includes(name) ? words[words.indexOf(name) + 1] : otherwise);
  const cameras = words
    .filter((word) => word.includes('='))
    .map((word) => {
      const [id, rest] = word.split('=');
      const [clip, fps, width, height, boxes] = rest.split(',');
      if (clip === '') {
        return { id, state: fps, lastError: width };
      }
      return {
        id, clip, fps: Number(fps), width: Number(width), height: Number(height),
        results: boxes === undefined ? undefined : truth(boxes),
      };
    });
  const server = new FakeServer({
    root: fileURLToPath(new URL('../target/classes/dashboard', import.meta.url)),
    cameras, open: !words.includes('--closed'), code: 'code', analysisDelayMillis: Number(option('--delay', 40)),
    jpeg: fileURLToPath(new URL('fixtures/testsrc.jpg', import.meta.url)),
  });
  console.log(`http://127.0.0.1:${await server.listen(Number(option('--port', 0)))}/`);
}
