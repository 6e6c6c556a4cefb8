export const VPN = `# A load through a VPN: the tunnel is up before anything starts, and gone afterwards.
#
# What must be there: OpenVPN with a client configuration that asks for no password, \`ip\`, wrk, and the right to make
# a network device (root, or CAP_NET_ADMIN). Change the configuration and the target below.
# servo-exec validate   tells whether it is right
# servo-exec plan       shows what would run
# servo-exec run --duration 30s
#
# Completion in an editor: servo-exec schema > config.schema.json, and this as the first line of the file:
#   # yaml-language-server: $schema=./config.schema.json

exec:
  # Before anything else: a failure here ends the measurement, and only \`post\` runs.
  pre:
    # What another measurement has left behind would look like a tunnel of ours.
    - name: there is no tunnel yet
      shell_exec: if ip link show dev measure0; then echo 'the device measure0 exists already' >&2; exit 1; fi

    # In the background. OpenVPN itself stays in the foreground (no --daemon), so that it is stopped at the end,
    # whatever happens.
    - name: vpn
      async: true
      exec: [openvpn, --config, /etc/openvpn/client.conf, --dev, measure0, --dev-type, tun]

    - name: the tunnel has a route
      shell_exec: ip route show dev measure0 | grep .
      retries: 60
      retry_delay: 500ms

    - name: target is healthy
      request:
        url: http://10.8.0.1:8080/health
      timeout: 5s # for each attempt
      retries: 20
      retry_delay: 500ms

  start:
    - name: load
      async: true
      shell_exec: exec wrk -t 2 -c 16 -d 1h http://10.8.0.1:8080/ # stopped when the measurement is over

  # Between \`start\` and \`stop\` lies the window, the time in which one measures.

  # Runs whatever happened. Then the load and the tunnel are stopped, with their processes.
  post:
    - name: what the tunnel has carried
      notify: true # what it prints is shown
      exec: [ip, -s, link, show, dev, measure0]
`;
