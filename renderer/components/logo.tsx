/** Ferry's logo, a boat, in the current colour. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden className="mark">
      <rect width="24" height="24" rx="6" className="mark__ground" />
      <path d="M12 4.5v7.25H7.2c0-3.2 1.9-6.1 4.8-7.25Z" className="mark__sail" />
      <path d="M13.2 6.6c1.9.9 3.3 2.8 3.6 5.15h-3.6V6.6Z" className="mark__sail mark__sail--far" />
      <path
        d="M4.6 13.4h14.8l-1.5 3.1a1.6 1.6 0 0 1-1.45.9h-8.9a1.6 1.6 0 0 1-1.45-.9l-1.5-3.1Z"
        className="mark__sail"
      />
      <path
        d="M5 20c1.2 0 1.2-.8 2.4-.8s1.2.8 2.3.8 1.2-.8 2.3-.8 1.2.8 2.3.8 1.2-.8 2.3-.8 1.2.8 2.4.8"
        className="mark__wave"
      />
    </svg>
  );
}
