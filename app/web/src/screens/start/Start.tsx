import { useEffect } from "react";
import { AgentList } from "./AgentList";
import { NewAgent } from "./NewAgent";
import { useReconnecting } from "../../api/connection";
import { Brand } from "../agent/Brand";
import "./start.css";

export function Start() {
  const reconnecting = useReconnecting();
  useEffect(() => {
    document.title = "Coachable";
  }, []);
  return (
    <div className="start">
      <header className="start-top">
        <Brand />
        {reconnecting && <span className="chip" role="status">Reconnecting…</span>}
      </header>
      <main className="start-main">
        <div className="start-intro">
          <h1>Teach your support agent by answering customers</h1>
          <p className="muted">
            An AI plays your customers. You answer the way your agent should. It retrains by itself, proves that it
            got better, and goes live.
          </p>
        </div>
        <AgentList>
          <NewAgent />
        </AgentList>
      </main>
    </div>
  );
}
