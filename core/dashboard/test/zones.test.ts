import { describe, expect, test } from 'vitest';
import { added, corner, missing, moved, type Corner } from '../src/zones/outline';

const TRIANGLE: Corner[] = [[0.1, 0.1], [0.5, 0.1], [0.5, 0.5]];

describe('outline', () => {
  test('corner_staysInThePicture', () => {
    expect(corner(-0.2, 1.7)).toEqual([0, 1]);
    expect(corner(0.12345, 0.5)).toEqual([0.123, 0.5]);
  });

  test('moved_changesOneCornerOfAnotherOutline', () => {
    expect(moved(TRIANGLE, 1, [0.6, 0.2])).toEqual([[0.1, 0.1], [0.6, 0.2], [0.5, 0.5]]);
    expect(TRIANGLE[1]).toEqual([0.5, 0.1]);
  });

  test('added_beginsWithATriangleAndThenCutsTheClosingSide', () => {
    const three = added(added(added([])));
    expect(missing('a', three)).toBe('');
    expect(added(TRIANGLE)[3]).toEqual([0.3, 0.3]);
  });

  test('whatIsMissing_isSaid', () => {
    expect(missing('counter', TRIANGLE)).toBe('');
    expect(missing('counter', TRIANGLE.slice(1))).toContain('at least 3 corners, and has 2');
    expect(missing('counter', Array.from({ length: 65 }, (): Corner => [0, 0]))).toContain('at most 64');
    expect(missing('', TRIANGLE)).toContain('name');
    expect(missing('-door', TRIANGLE)).toContain('name');
  });
});
