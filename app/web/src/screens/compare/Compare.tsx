export default function Compare(_props: Record<string, unknown>) {
  return <p className="page">Compare</p>;
}
