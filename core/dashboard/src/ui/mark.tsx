/** Osprey's sign: an eye. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true" class="mark">
      <path d="M3 16c4.3-6.3 8.6-9 13-9s8.7 2.7 13 9c-4.3 6.3-8.6 9-13 9s-8.7-2.7-13-9Z"
        fill="none" stroke="currentColor" stroke-width="2.4" />
      <circle cx="16" cy="16" r="4.6" />
    </svg>
  );
}
