import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { NAL_PPS, NAL_SPS, nalType, readSps, splitNals } from '../src/video/annexb';
import { fragment, initSegment } from '../src/video/fmp4';
import { accessUnits, FakeServer } from './fakeServer.mjs';

const CHROMIUM = process.env.OSPREY_CHROMIUM ?? '/usr/bin/chromium';
const ROOT = fileURLToPath(new URL('../target/classes/dashboard', import.meta.url));
const CLIP = fileURLToPath(new URL('fixtures/testsrc.h264', import.meta.url));
const JPEG = fileURLToPath(new URL('fixtures/testsrc.jpg', import.meta.url));
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP camera.test 127.0.0.1',
];

interface Stats {
  mode: string;
  modeReason: string;
  decoded: number;
  shown: number;
  decoderErrors: number;
  overlayMatched: number;
  paintErrors: number;
  behind: number;
  captureToScreenMillis: { p50: number; p99: number; count: number };
  captureToDecodedMillis: { p50: number; count: number };
}

/** Runs in the page before its own code: decoding takes 40 ms a picture, one after the other for the whole page. */
function slowDecoder(): void {
  const Native = VideoDecoder;
  let last = Promise.resolve();
  class Slow {
    static isConfigSupported = (config: VideoDecoderConfig) => Native.isConfigSupported(config);
    private readonly native: VideoDecoder;
    private round = 0;
    decodeQueueSize = 0;

    constructor(init: VideoDecoderInit) {
      this.native = new Native(init);
    }

    get state() {
      return this.native.state;
    }

    configure(config: VideoDecoderConfig): void {
      this.native.configure(config);
    }

    decode(chunk: EncodedVideoChunk): void {
      const round = this.round;
      this.decodeQueueSize++;
      last = last.then(async () => {
        if (round === this.round) {
          await new Promise((after) => setTimeout(after, 40));
        }
        if (round === this.round && this.native.state === 'configured') {
          this.decodeQueueSize--;
          this.native.decode(chunk);
        }
      });
    }

    reset(): void {
      this.round++;
      this.decodeQueueSize = 0;
      this.native.reset();
    }

    close(): void {
      this.round++;
      this.native.close();
    }
  }
  Object.assign(window, { VideoDecoder: Slow });
}

const MIDNIGHT = new Date().setHours(0, 0, 0, 0);

/** So many seconds after midnight. */
function at(second: number): string {
  return new Date(MIDNIGHT + second * 1000).toISOString();
}

/** An event as the server tells it; its number is also its second. */
function happened(number: number, type: string, data: object = {}, subject?: string) {
  const object = subject === undefined ? {} : { object: subject, startedAt: at(1) };
  return {
    specversion: '1.0', id: `7f3k0q2m-${String(number).padStart(13, '0')}`, source: '/cameras/hall', type: `dev.osprey.${type}`,
    time: at(number), subject, datacontenttype: 'application/json', data: { camera: 'hall', severity: 'info', ...object, ...data },
  };
}

/** The clip as an MP4 file of 25 pictures a second. */
function mp4(file: string): Uint8Array {
  const units = accessUnits(readFileSync(file)).map(({ data, key }) => ({ nals: splitNals(data), key }));
  const first = units[0].nals;
  const find = (type: number) => first.find((nal) => nalType(nal) === type) as Uint8Array;
  const sps = find(NAL_SPS);
  return Buffer.concat([
    initSegment(sps, find(NAL_PPS), readSps(sps)),
    ...units.map(({ nals, key }, i) => fragment(i + 1, { nals, key, decodeMicros: i * 40_000, offsetMicros: 0, durationMicros: 40_000 })),
  ]);
}

const there = existsSync(CHROMIUM);
if (!there) {
  console.warn(`The browser tests are skipped: there is no ${CHROMIUM} (OSPREY_CHROMIUM names another one).`);
}

describe.skipIf(!there)('the page in Chromium', () => {
  let browser: Browser;
  let server: FakeServer;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    expect(existsSync(`${ROOT}/index.html`), 'run `npm run build` first').toBe(true);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  });

  afterAll(() => browser?.close());

  afterEach(async () => {
    await page?.context().close();
    await server?.close();
  });

  async function open(
    options: Partial<ConstructorParameters<typeof FakeServer>[0]>,
    path = '',
    { host = '127.0.0.1', width = 1280, height = 800, before = (): void => undefined } = {},
  ): Promise<void> {
    server = new FakeServer({
      root: ROOT, jpeg: JPEG, open: true, cameras: [{ id: 'hall', clip: CLIP }], ...options,
    });
    const port = await server.listen();
    page = await (await browser.newContext({ viewport: { width, height } })).newPage();
    page.setDefaultTimeout(45_000);
    await page.addInitScript(before);
    problems = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (line) => {
      if (/content security policy|osprey:/i.test(line.text())) {
        problems.push(line.text());
      }
    });
    await page.goto(`http://${host}:${port}/${path}`);
  }

  async function stats(camera = 'hall'): Promise<Stats> {
    return (await page.evaluate((id) => window.osprey.stats()[id], camera)) as Stats;
  }

  /** Waits until the page has shown this many pictures of the camera. */
  async function shown(count: number, camera = 'hall'): Promise<void> {
    await page.waitForFunction(
      ([id, least]) => ((window.osprey?.stats()[id] as { shown: number } | undefined)?.shown ?? 0) >= least,
      [camera, count] as const,
    );
  }

  const subscriptions = (camera: string) =>
    server.received.filter((message) => message.type === 'subscribe' && message.cameras.includes(camera));

  test('secureContext_isDecodedWithTheOverlayOfItsPicture', async () => {
    await open({ clockAheadMillis: 3_600_000 });
    await shown(30);
    const seen = await stats();
    expect(seen.mode).toBe('webcodecs');
    expect(seen.decoderErrors).toBe(0);
    expect(seen.overlayMatched).toBeGreaterThan(10);
    // An hour between the clocks is taken out; what is left is far below a second.
    expect(seen.captureToScreenMillis.p50).toBeLessThan(1_000);
    expect(seen.captureToDecodedMillis.p50).toBeLessThan(1_000);
    expect(await page.textContent('[data-camera=hall]')).toContain('Live');
    expect(problems).toEqual([]);
  });

  test('plainHttpAddress_isPlayedByMediaSource', async () => {
    await open({}, '', { host: 'camera.test' });
    await shown(30);
    // On a busy machine the player catches up at first, and shows pictures before their analyses have come.
    await expect.poll(async () => (await stats()).overlayMatched, { timeout: 20_000 }).toBeGreaterThan(5);
    const seen = await stats();
    expect(seen).toMatchObject({ mode: 'mse', decoderErrors: 0 });
    expect(seen.modeReason).toContain('neither https nor localhost');
    expect(problems).toEqual([]);
  });

  test('noVideoAtAll_isShownAsJpeg', async () => {
    await open({}, '?video=jpeg');
    await shown(10);
    expect(await stats()).toMatchObject({ mode: 'jpeg', decoderErrors: 0 });
    expect(subscriptions('hall')[0].accept).toEqual(['jpeg']);
    expect(problems).toEqual([]);
  });

  test('oneTimeCode_signsInAndLeavesTheAddress', async () => {
    await open({ open: false, code: 'secret' }, '#code=secret');
    await shown(1);
    expect(page.url()).not.toContain('secret');
    await page.click('text=Sign out');
    await page.waitForSelector('text=You are signed out');
  });

  test('noSession_saysHowToGetInAndTakesAToken', async () => {
    await open({ open: false, code: 'secret' });
    await page.waitForSelector('text=bin/osprey login');
    await page.fill('#secret', 'wrong');
    await page.click('button[type=submit]');
    await page.waitForSelector('text=used already');
    await page.fill('#secret', 'token');
    await page.click('button[type=submit]');
    await shown(1);
  });

  test('connectionLost_saysSoAndComesBack', async () => {
    await open({});
    await shown(5);
    server.refuseSockets = true;
    server.dropClients();
    await page.waitForSelector('text=No connection to the server');
    server.refuseSockets = false;
    // The page also tries by itself: by now the banner may be gone, and its button with it.
    await page.evaluate(() => {
      const buttons = Array.from(document.querySelectorAll('button'));
      buttons.find((button) => button.textContent === 'Try now')?.click();
    });
    await page.waitForSelector('text=No connection to the server', { state: 'detached' });
    await shown((await stats()).shown + 10);
    expect((await stats()).decoderErrors).toBe(0);
  });

  test('serverStopped_tilesSayThatTheConnectionIsLostAndNoDotIsGreen', async () => {
    await open({ cameras: [{ id: 'hall', clip: CLIP }, { id: 'gate', clip: CLIP }] });
    await shown(3);
    await server.close();
    for (const id of ['hall', 'gate']) {
      await page.waitForSelector(`[data-camera=${id}] >> text=/No connection for \\d+ s.*[Tt]rying again/`);
    }
    expect(await page.locator('.dot.live').count()).toBe(0);
    expect(await page.locator('.tile .word', { hasText: 'Live' }).count()).toBe(0);
    await page.click('[data-camera=hall]');
    await page.waitForSelector('article >> text=/No connection for \\d+ s/');
    expect(await page.locator('.dot.live').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  test('addressThatCannotBeRead_isAnsweredInWords', async () => {
    await open({}, '#/camera/%E0%A4%A');
    await page.waitForSelector('text=There is no such page');
    await page.click('main >> text=Back to all cameras');
    await shown(1);
    expect(problems).toEqual([]);
  });

  test('codeThatCannotBeRead_isRefusedInWords', async () => {
    await open({ open: false, code: 'secret' }, '#code=%E0%A4%A');
    await page.waitForSelector('text=used already');
    await page.fill('#secret', 'code=%E0%A4%A');
    await page.click('button[type=submit]');
    await page.waitForSelector('button[type=submit]:enabled');
    expect(problems).toEqual([]);
  });

  test('viewThatCannotBeDrawn_isReplacedByWordsAndTheOthersStillWork', async () => {
    await open({}, '#/camera/hall');
    await shown(1);
    server.change('hall', { streams: 7 });
    await page.waitForSelector('text=This view could not be drawn');
    server.change('hall', { streams: [] });
    await page.click('main >> text=Back to all cameras');
    await page.waitForSelector('[data-camera=hall] >> text=Live');
    await faultless();
  });

  test('resultsThatComeLate_areNotCalledNothing', async () => {
    await open({ analysisDelayMillis: 1_700 }, '#/camera/hall');
    await page.waitForSelector('text=/Last result \\d+\\.\\d s ago: 1 person/');
    expect(await page.locator('text=Nothing found').count()).toBe(0);
    expect(await page.textContent('#results')).not.toContain('0');
  });

  test('seldomAnalyses_areCountedInTenths', async () => {
    await open({ analyseEvery: 25 });
    await page.waitForSelector('[data-camera=hall] [data-meter=analyses] >> text=/^0\\.[567]/');
  });

  test('paintThatThrowsOnce_goesOnAndIsCounted', async () => {
    await open({}, '#/camera/hall', {
      before: () => {
        const { putImageData, drawImage } = CanvasRenderingContext2D.prototype;
        let broken = false;
        const once = <F extends (...args: never[]) => void>(paint: F) => function (this: CanvasRenderingContext2D, ...args: never[]) {
          if (!broken && this.canvas.className === 'picture') {
            broken = true;
            throw new Error('no memory for this picture');
          }
          paint.apply(this, args);
        };
        Object.assign(CanvasRenderingContext2D.prototype, { putImageData: once(putImageData), drawImage: once(drawImage) });
      },
    });
    await shown(20);
    expect(await stats()).toMatchObject({ paintErrors: 1, mode: 'webcodecs' });
    await page.waitForSelector('.status >> text=no memory for this picture');
    expect(problems).toEqual([]);
  });

  test('sixteenTilesOnASlowDecoder_stayBelowASecondAndSayWhyTheyAreJpeg', { timeout: 120_000 }, async () => {
    const cameras = Array.from({ length: 16 }, (_, i) => ({ id: `c${i}`, clip: CLIP, fps: 5 }));
    await open({ cameras }, '', { width: 1600, height: 1400, before: slowDecoder });
    await shown(1, 'c15');
    await page.waitForFunction(() => Object.values(window.osprey.stats()).every((one) => (one as Stats).mode === 'jpeg'));
    await page.evaluate(() => window.osprey.reset());
    await shown(20, 'c15');
    const all = Object.values(await page.evaluate(() => window.osprey.stats())) as Stats[];
    all.forEach((one) => expect(one.captureToScreenMillis.p50).toBeLessThan(1_000));
    expect(all.every(({ modeReason }) => modeReason.includes('too busy'))).toBe(true);
    expect(problems).toEqual([]);
  });

  test('oneTileOnASlowDecoder_neverShowsPicturesOfSecondsAgo', async () => {
    await open({ cameras: [{ id: 'hall', clip: CLIP, fps: 50 }] }, '', { before: slowDecoder });
    await page.waitForFunction(() => ((window.osprey?.stats().hall as Stats | undefined)?.behind ?? 0) > 0);
    await page.evaluate(() => window.osprey.reset());
    await shown(60);
    // Without a bound on age it is 1.2 s here: thirty pictures of 40 ms each.
    expect((await stats()).captureToScreenMillis.p50).toBeLessThan(800);
  });

  test('videoThatKeepsComingLate_isAskedForAsJpegAndSaidToBeBehind', async () => {
    await open({});
    await shown(10);
    server.lagMillis = 1_600;
    await expect.poll(() => subscriptions('hall').pop().accept, { timeout: 30_000 }).toEqual(['jpeg']);
    await page.waitForSelector('[data-camera=hall] >> text=/1\\.[6-9] s behind: pictures arrive late/');
    await expect.poll(async () => (await stats()).modeReason, { timeout: 20_000 }).toContain('came late');
  });

  test('serverThatWaitsForAKeyFrame_sendsJpegWithItsReasonAndVideoAgain', async () => {
    await open({}, '#/camera/hall');
    await shown(5);
    server.wait('hall', 'what was sent took more than a second to be taken');
    await page.waitForSelector('.mode-reason >> text=/until the next key frame: what was sent took more than a second/');
    await page.waitForSelector('.badge >> text=WebCodecs');
    expect(subscriptions('hall').pop().accept).toContain('avc1');
    expect(problems).toEqual([]);
  });

  test('viewOfAStage_isChosenByKeyboardShownAndLeftAgain', async () => {
    await open({ cameras: [{ id: 'hall', clip: CLIP, views: [{ name: 'edges', width: 160, height: 96 }] }, { id: 'gate', clip: CLIP }] },
      '#/camera/hall');
    await shown(1);
    const choice = page.getByRole('combobox', { name: 'Picture' });
    await choice.focus();
    await page.keyboard.press('ArrowDown');
    const image = page.getByAltText('What edges makes of hall');
    await expect.poll(() => image.evaluate((one) => (one as HTMLImageElement).naturalWidth), { timeout: 20_000 }).toBeGreaterThan(0);
    expect(page.url()).toContain('#/camera/hall?view=edges');
    expect(await page.getByRole('link', { name: 'Snapshot' }).getAttribute('href')).toContain('snapshot.jpg?view=edges');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SELECT');
    expect(server.mjpegs).toEqual(['/api/cameras/hall/stream.mjpg?view=edges&width=1920']);
    await faultless();

    await page.reload();
    await expect.poll(() => server.mjpegs.length, { timeout: 20_000 }).toBe(1);
    expect(await choice.inputValue()).toBe('edges');
    await choice.selectOption('camera');
    await expect.poll(() => server.mjpegs.length, { timeout: 20_000 }).toBe(0);
    expect(page.url()).not.toContain('view=');

    await page.click('a[data-step="›"]');
    await shown(1, 'gate');
    expect(await choice.count(), 'a camera without views offers no choice').toBe(0);
    expect(problems).toEqual([]);
  });

  test('removedCameras_areOneBannerThatGoes', async () => {
    await open({ cameras: ['a', 'b', 'c', 'd'].map((id) => ({ id, clip: CLIP })) });
    await shown(1, 'd');
    server.remove(['a', 'b']);
    await page.waitForSelector('.banner >> text=/2 cameras.*a.*b/');
    expect(await page.locator('.banner').count()).toBe(1);
    await page.waitForSelector('[data-camera=a]', { state: 'detached' });
    await page.click('.banner button');
    await page.waitForSelector('.banner', { state: 'detached' });
    server.remove(['c']);
    await page.waitForSelector('.banner >> text=/Camera c/');
    expect(await page.textContent('.banner')).not.toContain('a,');
    await page.waitForSelector('.banner', { state: 'detached' });
    expect(await page.locator('[data-camera=d]').count()).toBe(1);
  });

  test('damagedVideo_goesOnWithAKeyFrame', async () => {
    await open({});
    await shown(5);
    server.corrupt(6);
    await page.waitForFunction(() => (window.osprey.stats().hall as { decoderErrors: number }).decoderErrors > 0);
    await shown((await stats()).shown + 20);
    expect((await stats()).mode).toBe('webcodecs');
  });

  test('offScreenCamera_sendsItsStatusOnly', async () => {
    const cameras = Array.from({ length: 12 }, (_, i) => ({ id: `c${i}`, clip: CLIP }));
    await open({ cameras }, '', { width: 500, height: 400 });
    await shown(1, 'c0');
    expect(subscriptions('c11').every((message) => !message.channels.includes('video'))).toBe(true);
    await page.locator('[data-camera=c11]').scrollIntoViewIfNeeded();
    await shown(1, 'c11');
    expect(subscriptions('c0').pop().channels).toEqual(['status']);
  });

  test('hiddenTab_sendsItsStatusOnlyAndComesBack', async () => {
    await open({});
    await shown(5);
    const turn = (hidden: boolean) =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'hidden', { value, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    await turn(true);
    await expect.poll(() => subscriptions('hall').pop().channels).toEqual(['status']);
    await turn(false);
    await expect.poll(() => subscriptions('hall').pop().channels).toContain('video');
    await shown((await stats()).shown + 5);
  });

  test('keyboard_opensACameraMovesOnAndComesBack', async () => {
    await open({ cameras: [{ id: 'hall', clip: CLIP }, { id: 'gate', clip: CLIP }] });
    await page.focus('[data-camera=hall]');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.camera)).toBe('gate');
    await page.keyboard.press('Enter');
    await page.waitForSelector('article[aria-label="Camera gate"]');
    await expect.poll(() => subscriptions('gate').pop().role).toBe('full');
    const focused = () => page.evaluate(() => document.activeElement?.closest('article')?.getAttribute('aria-label') ?? '');
    await expect.poll(focused).toBe('Camera gate');
    await page.keyboard.press('ArrowLeft');
    await page.waitForSelector('article[aria-label="Camera hall"]');
    await expect.poll(focused).toBe('Camera hall');
    await page.waitForSelector('.stages >> text=detect');
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-camera=gate]');
    await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLElement).dataset.camera)).toBe('hall');
    await page.keyboard.press('?');
    await page.waitForSelector('dialog[open]');
  });

  test('stepButton_keepsTheFocus', async () => {
    await open({ cameras: ['a', 'b', 'c'].map((id) => ({ id, clip: CLIP })) }, '#/camera/a');
    await page.focus('[aria-label="Next camera: b"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('article[aria-label="Camera b"]');
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Next camera: c');
    // A box that is ticked takes no letters: keys still mean what they say.
    await page.focus('.stages input');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLElement).dataset.camera)).toBe('b');
  });

  test('stageThatFails_isSaidAndItsSilenceIsNotNothing', async () => {
    await open({}, '#/camera/hall');
    await page.waitForSelector('.results >> text=person');
    server.fail('hall', { detect: 'out of use: it threw 5 times, last: IllegalStateException: no session' }, () => ({ motion: [] }));
    await page.waitForSelector('.stages >> text=no session');
    await page.waitForSelector('section[aria-labelledby=results] >> text=/Nothing from detect/');
    expect(await page.locator('text=Nothing found').count()).toBe(0);
    await faultless();
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-camera=hall] >> text=/detect.*out of use/');
    await faultless();
    server.fail('hall', undefined);
    await page.waitForSelector('[data-camera=hall] >> text=/detect.*out of use/', { state: 'detached' });
  });

  test('labelWithMarkup_isShownAsText', async () => {
    const label = '<img src=x onerror=alert(1)>';
    const results = () => ({ detect: [{ kind: 'detection', label, score: 1, box: { x: 1, y: 1, width: 9, height: 9 } }] });
    await open({ cameras: [{ id: 'hall', clip: CLIP, results }] }, '#/camera/hall');
    await page.waitForSelector('.results li');
    expect(await page.textContent('.results .what')).toBe(label);
    expect(await page.locator('img').count()).toBe(0);
  });

  test('stageSwitchedOff_staysOffAfterAReload', async () => {
    await open({}, '#/camera/hall');
    await page.uncheck('.stages label:has-text("detect") input');
    await page.waitForSelector('.results >> text=person', { state: 'detached' });
    await page.reload();
    await page.waitForSelector('.stages label:has-text("detect") input');
    expect(await page.isChecked('.stages label:has-text("detect") input')).toBe(false);
  });

  test('overlaysMenu_switchesAStageOffOnAllTilesAndIsRemembered', async () => {
    const results = () => ({
      people: [{
        kind: 'mask', label: 'person', score: 1, box: { x: 0, y: 0, width: 160, height: 96 }, columns: 4, rows: 4,
        runs: [0, 16],
      }],
      signs: [{ kind: 'text', text: 'EXIT', score: 1, polygon: [[8, 60], [60, 60], [60, 80], [8, 80]] }],
    });
    await open({ cameras: [{ id: 'hall', clip: CLIP, results }, { id: 'gate', clip: CLIP, results }] });
    // What the overlay has in the middle of each tile, where nothing but the mask is drawn: 0 is nothing.
    const middles = () => page.evaluate(() => Array.from(document.querySelectorAll<HTMLCanvasElement>('canvas.overlay'))
      .map((canvas) => canvas.getContext('2d')?.getImageData(canvas.width / 2, canvas.height / 3, 1, 1).data[3] ?? -1));
    await expect.poll(async () => (await middles()).every((alpha) => alpha > 50 && alpha < 150)).toBe(true);
    await page.focus('.menu summary');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.menu label:has-text("people") >> text=masks');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await expect.poll(middles).toEqual([0, 0]);
    expect(await page.isChecked('.menu label:has-text("signs") input')).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.getAttribute('.menu', 'open')).toBeNull();
    expect(await page.textContent('.menu summary')).toContain('1 of 2');
    await page.reload();
    await shown(3);
    await expect.poll(middles).toEqual([0, 0]);
    await page.click('.menu summary');
    await page.click('.menu button:has-text("All")');
    await expect.poll(async () => (await middles()).every((alpha) => alpha > 50)).toBe(true);
    await page.click('h1');
    expect(await page.getAttribute('.menu', 'open')).toBeNull();
  });

  test('skeleton_isListedWithItsJoints', async () => {
    const points = [{ name: 'left shoulder', x: 50, y: 20, score: 0.9 }, { name: 'left elbow', x: 60, y: 40, score: 0.2 }];
    const results = () => ({ bodies: [{ kind: 'keypoints', label: 'person', score: 0.8, points }] });
    await open({ cameras: [{ id: 'hall', clip: CLIP, results }] }, '#/camera/hall');
    await page.waitForSelector('.results >> text=1 of 2 joints');
    await page.click('.results summary');
    await page.waitForSelector('.joints >> text=left elbow');
    // It stays open while pictures come and go.
    await shown((await stats()).shown + 20);
    expect(await page.isVisible('.joints >> text=20%')).toBe(true);
    await faultless();
  });

  test('events_areListedGroupedFilteredAndCome', { timeout: 120_000 }, async () => {
    const events = [
      happened(1, 'object.new', { label: 'person' }, 'a'),
      happened(2, 'zone.entered', { label: 'person', zone: 'counter' }, 'a'),
      happened(3, 'zone.count', { zone: 'counter', value: 1 }),
      happened(4, 'object.end', { label: 'person', endedAt: at(4), reason: 'not seen any more', snapshot: 'there', clip: 'there' }, 'a'),
      happened(5, 'camera.lost', { camera: 'gate', severity: 'warning', reason: 'no packet for 5 s' }),
    ];
    await open({ cameras: [{ id: 'hall', clip: CLIP }, { id: 'gate', clip: CLIP }], events, clip: mp4(CLIP) }, '#/events');
    const lines = page.locator('.event strong');
    await expect.poll(() => lines.allTextContents())
      .toEqual(['camera lost: no packet for 5 s', 'person entered counter', 'person was in view for 3 s']);
    await page.waitForSelector('.events >> text=Live');
    await expect.poll(() => page.locator('.thumb img').first().evaluate((one) => (one as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
    await faultless();

    server.happen(happened(6, 'rule.raised', { rule: 'waits', severity: 'alert', label: 'person', zone: 'counter', value: 12 }, 'b'));
    await page.waitForSelector('.event.alert >> text=waits: person, counter, 12 s');
    server.happen(happened(7, 'object.new', { label: 'person', zones: ['counter'] }, 'b'));
    await page.waitForSelector('.event >> text=hall · in counter · not gone yet');
    server.happen(happened(9, 'object.end', { label: 'person', startedAt: at(7), endedAt: at(9), reason: 'gone' }, 'b'));
    await page.waitForSelector('.event >> text=person was in view for 2 s');
    expect(await lines.count(), 'a life is one entry').toBe(5);

    await page.getByRole('combobox', { name: 'Camera' }).selectOption('gate');
    await expect.poll(() => lines.allTextContents()).toEqual(['camera lost: no packet for 5 s']);
    expect(page.url()).toContain('#/events?camera=gate');
    await page.reload();
    await expect.poll(() => lines.count()).toBe(1);
    await page.getByRole('textbox', { name: 'Day' }).fill('2001-02-03');
    await page.waitForSelector('text=No event matches');
    expect(await page.locator('.events >> text=Live').count(), 'nothing new comes of a day that is over').toBe(0);
    await page.click('.none a');
    await expect.poll(() => lines.count()).toBe(5);
    expect(problems).toEqual([]);
  });

  test('event_isOpenedByKeyboardWithItsPictureAndItsClipPlays', { timeout: 120_000 }, async () => {
    const events = [happened(1, 'object.end', { label: 'person', endedAt: at(9), reason: 'gone', snapshot: 'there', clip: 'there' }, 'a')];
    await open({ events, clip: mp4(CLIP) }, '#/camera/hall');
    await page.click('text=Events of this camera');
    await page.waitForSelector('.event');
    expect(page.url()).toContain('#/events?camera=hall');
    await page.focus('.event');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog.event-view[open] >> text=person was in view for 8 s');
    const video = page.locator('dialog video');
    await video.evaluate((one) => {
      (one as HTMLVideoElement).muted = true;
      return (one as HTMLVideoElement).play();
    });
    await expect.poll(() => video.evaluate((one) => (one as HTMLVideoElement).currentTime)).toBeGreaterThan(0.2);
    await faultless();
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog.event-view', { state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('event');
    expect(page.url()).not.toContain('event=');
    await page.goBack();
    await page.waitForSelector('dialog.event-view[open] >> text=gone');
    expect(problems).toEqual([]);
  });

  test('manyEvents_arePagedBackAndBounded', { timeout: 120_000 }, async () => {
    const events = Array.from({ length: 450 }, (_, i) => happened(i, 'camera.lost', { reason: `number ${i}` }));
    await open({ events }, '#/events', { width: 360, height: 640 });
    const lines = page.locator('.event');
    await expect.poll(() => lines.count()).toBe(100);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    for (const count of [200, 300, 300, 300]) {
      await page.click('text=Older events');
      await page.waitForSelector('button >> text=Reading…', { state: 'detached' });
      await expect.poll(() => lines.count()).toBe(count);
    }
    await page.waitForSelector('text=/: number 0$/');
    expect(await page.locator('text=Older events').count()).toBe(0);
    await page.click('text=Back to the newest');
    await page.waitForSelector('text=/: number 449$/');
    await expect.poll(() => lines.count()).toBe(100);
    await page.waitForSelector('.events >> text=Live');
    expect(server.followers.size).toBe(1);
  });

  test('zone_isDrawnWithTheMouseChangedByKeysAndSaved', { timeout: 120_000 }, async () => {
    await open({ cameras: [{ id: 'hall', clip: CLIP }, { id: 'gate', clip: CLIP }] }, '#/camera/hall');
    await shown(1);
    await page.click('text=Draw a zone');
    await page.keyboard.type('counter');
    await page.click('text=Save');
    await page.waitForSelector('.zone-form >> text=It needs at least 3 corners, and has 0');
    // The picture is 160 by 96 in the middle of a screen of 16 to 9.
    const screen = await page.locator('.zone-outline').boundingBox() ?? { x: 0, y: 0, width: 0, height: 0 };
    const side = screen.height * (160 / 96);
    const click = (x: number, y: number) =>
      page.mouse.click(screen.x + (screen.width - side) / 2 + x * side, screen.y + y * screen.height);
    await click(0.25, 0.25);
    await click(0.75, 0.25);
    await click(0.5, 0.75);
    await faultless();
    await page.focus('.zone-outline [data-corner="2"]');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+ArrowRight');
    server.refusedZone = 'zones: at most 64 a camera';
    await page.click('text=Save');
    await page.waitForSelector('.zone-form >> text=zones: at most 64 a camera');
    server.refusedZone = undefined;
    await page.click('text=Save');
    await page.waitForSelector('section[aria-labelledby=zones-title] >> text=counter');
    const [first, , third] = server.zones.get('counter').polygon;
    [[first[0], 0.25], [first[1], 0.25], [third[0], 0.55], [third[1], 0.76]]
      .forEach(([is, wanted]) => expect(Math.abs(is - wanted)).toBeLessThan(0.01));
    expect(page.url()).toContain('#/camera/hall');

    server.zones.get('counter').labels = ['person'];
    await page.reload();
    await page.click('[aria-label="Change counter"]');
    await page.keyboard.press('Enter');
    await page.click('text=Save');
    await page.waitForSelector('.zone-form', { state: 'detached' });
    expect(server.zones.get('counter'), 'what is not drawn stays').toMatchObject({ labels: ['person'] });
    expect(server.zones.get('counter').polygon).toHaveLength(4);
    expect(problems).toEqual([]);
  });

  test('storeAway_isSaidAndTheListComesByItself', async () => {
    await open({}, '#/stages');
    server.noEvents = true;
    await page.click('nav >> text=Events');
    await page.waitForSelector('.problem >> text=the event store is away: disk full');
    await faultless();
    server.noEvents = false;
    await page.waitForSelector('text=Nothing has happened yet');
    server.happen(happened(1, 'camera.lost', { reason: 'why' }));
    await page.waitForSelector('.event >> text=camera lost: why');
    // While it is away the list stays, and what came meanwhile comes after.
    server.noEvents = true;
    [...server.followers.keys()].forEach((response) => response.end());
    await page.waitForSelector('text=New ones do not come now');
    server.happen(happened(2, 'camera.back'));
    server.noEvents = false;
    await page.waitForSelector('.event >> text=camera is back');
    expect(await page.locator('.event').count()).toBe(2);
  });

  test('noCameras_showsHowToAddOne', async () => {
    await open({ cameras: [] });
    await page.waitForSelector('text=No cameras yet');
    await page.waitForSelector('text=config/osprey.yaml');
  });

  test('refusedCamera_saysWhyAndComesAliveByItself', async () => {
    await open({ cameras: [{ id: 'yard', state: 'refused', lastError: 'The camera refused the login (401).' }] });
    await page.waitForSelector('text=The camera refused the login (401).');
    server.change('yard', { state: 'live', lastError: null });
    await page.waitForSelector('[data-camera=yard] >> text=Live');
  });

  test('narrowWindow_nothingSticksOut', async () => {
    await open({}, '', { width: 360, height: 640 });
    await shown(1);
    const overhang = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(await overhang()).toBeLessThanOrEqual(0);
    await page.click('[data-camera=hall]');
    await page.waitForSelector('article');
    expect(await overhang()).toBeLessThanOrEqual(0);
  });

  test('accessibility_noViolations', { timeout: 180_000 }, async () => {
    await open({ cameras: [{ id: 'hall', clip: CLIP }, { id: 'yard', state: 'refused', lastError: 'Login refused' }] });
    await shown(1);
    await faultless();
    await page.click('.menu summary');
    await page.waitForSelector('.menu label >> text=detect');
    await faultless();
    await page.goto(`${page.url().split('#')[0]}#/camera/hall`);
    await page.waitForSelector('.stages >> text=detect');
    await faultless();
    await page.click('text=Sign out');
    await page.waitForSelector('text=bin/osprey login');
    await faultless();
  });

  async function faultless(): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const axe = new AxeBuilder({ page: page as never });
      // Only colours differ between the schemes.
      const { violations } = await (colorScheme === 'dark' ? axe.withRules('color-contrast') : axe).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
    }
  }
});
