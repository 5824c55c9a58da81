export default function Pairs(_props: Record<string, unknown>) {
  return <p className="page">Pairs</p>;
}
