export const K6 = `# A load by k6 on this machine.
#
# What must be there: k6 in PATH, your script as load.js in the working folder, and a target. Change its
# address below, twice; the script has it as __ENV.TARGET.
# servo-exec validate   tells whether it is right
# servo-exec plan       shows what would run
# servo-exec run --duration 30s
#
# Completion in an editor: servo-exec schema > config.schema.json, and this as the first line of the file:
#   # yaml-language-server: $schema=./config.schema.json

exec:
  # Keys that begin with \`x-\` are yours. \`&env\` names this one, and \`*env\` stands for it below.
  x-env: &env
    TARGET: http://127.0.0.1:8080
    DIR: /tmp/k6-\${run:id} # for this measurement only

  # Before anything else: a failure here ends the measurement, and only \`post\` runs.
  pre:
    - name: k6 and its script are there
      shell_exec: command -v k6 && test -r load.js
    - name: target is healthy
      request:
        url: http://127.0.0.1:8080/health
      timeout: 5s # for each attempt
      retries: 20
      retry_delay: 500ms
    - name: make the folder
      exec: [mkdir, -m, '700', '/tmp/k6-\${run:id}']

  start:
    # In the background, so that the stage goes on. It gets the length of the window, and \`stop\` waits for it.
    - name: k6
      async: true
      env: *env
      stop_signal: SIGINT # at which k6 ends its test in order
      stop_grace_period: 30s
      shell_exec: |-
        seconds=$((\${SERVO_EXEC_DURATION%.*} + \${SERVO_EXEC_WARMUP%.*} + \${SERVO_EXEC_DELAY%.*}))
        k6 run --quiet --no-color --vus 10 --duration "$((seconds > 0 ? seconds : 1))s" load.js > "$DIR/k6.txt" 2>&1
        echo $? > "$DIR/k6.exit"

  # Between \`start\` and \`stop\` lies the window, the time in which one measures.

  stop:
    # k6 ends with 99 when a threshold of the script is missed.
    - name: figures of k6
      notify: true # what it prints is shown
      env: *env
      shell_exec: |-
        until test -s "$DIR/k6.exit"; do sleep 0.1; done
        cat "$DIR/k6.txt"
        exit "$(cat "$DIR/k6.exit")"
      timeout: 60s

  # Runs whatever happened. Then k6 is stopped, if it still runs.
  post:
    - name: remove the folder
      exec: [rm, -rf, '/tmp/k6-\${run:id}']
`;
