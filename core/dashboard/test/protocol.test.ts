import { describe, expect, test } from 'vitest';
import { parseVideo } from '../src/live/protocol';

function message(flags: number, payload: number[], magic = 0x4f53, version = 1): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(24 + payload.length));
  view.setUint16(0, magic);
  view.setUint8(2, version);
  view.setUint8(3, flags);
  view.setUint32(4, 0xfffffffe);
  view.setBigInt64(8, -40_000n);
  view.setBigInt64(16, 1_790_000_000_123_456n);
  payload.forEach((byte, i) => view.setUint8(24 + i, byte));
  return view.buffer;
}

describe('parseVideo', () => {
  test('keyFrame_headerAndPayloadAreRead', () => {
    const read = parseVideo(message(1, [0, 0, 1, 0x65]));
    expect(read).toMatchObject({ key: true, jpeg: false, stream: 0xfffffffe, ptsMicros: -40_000 });
    expect(read.captureMicros).toBe(1_790_000_000_123_456);
    expect([...read.data]).toEqual([0, 0, 1, 0x65]);
  });

  test('jpegFlag_isToldFromKeyFlag', () => {
    expect(parseVideo(message(2, [1]))).toMatchObject({ key: false, jpeg: true });
    expect(parseVideo(message(3, [1]))).toMatchObject({ key: true, jpeg: true });
  });

  test('foreignOrShortMessage_isRefusedInWords', () => {
    expect(() => parseVideo(message(0, [], 0x1234))).toThrow('must begin with "OS"');
    expect(() => parseVideo(message(0, [], 0x4f53, 2))).toThrow('version 1 of binary messages, got 2');
    expect(() => parseVideo(new ArrayBuffer(23))).toThrow('at least 24 bytes, got 23');
  });
});
