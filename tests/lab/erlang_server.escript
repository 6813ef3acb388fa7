#!/usr/bin/env escript
%% erlang_server.escript PORT FOLDER PEOPLE VERSIONS: Erlang's ssl as a server that requires a client certificate.
main([Port, Folder, People, Versions]) ->
    {ok, _} = application:ensure_all_started(ssl),
    Known = #{"TLSv1.2" => 'tlsv1.2', "TLSv1.3" => 'tlsv1.3'},
    {ok, Listener} = ssl:listen(list_to_integer(Port),
        [{ip, {127, 0, 0, 1}}, {reuseaddr, true}, {active, false}, {certfile, Folder ++ "/server.pem"},
         {keyfile, Folder ++ "/key.pem"}, {cacertfile, People}, {verify, verify_peer}, {fail_if_no_peer_cert, true},
         {log_level, notice}, {versions, [maps:get(V, Known) || V <- string:tokens(Versions, ",")]}]),
    accept(Listener).

accept(Listener) ->
    {ok, Socket} = ssl:transport_accept(Listener),
    Server = self(),
    spawn(fun() -> receive go -> talk(Socket, Server) end end) ! go,
    accept(Listener).

talk(Socket, _) ->
    case ssl:handshake(Socket, 6000) of
        {ok, Tls} ->
            case ssl:recv(Tls, 0, 6000) of
                {ok, _} ->
                    ssl:send(Tls, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n"),
                    ssl:close(Tls);
                Other -> io:format("~p~n", [Other])
            end;
        Error -> io:format("~p~n", [Error])
    end.
