#include "src/command/version.h"

#include "src/command/exit_code.h"

namespace setu::command {

int version(Output output) {
  if (output == Output::json) {
    print("{\"setu\":" + json_text(SETU_VERSION) + ",\"fhir\":\"4.0.1\",\"compiler\":" + json_text(__VERSION__) + "}\n");
  } else {
    print("setu " SETU_VERSION ", FHIR 4.0.1\n");
  }
  return exit_fine;
}

}  // namespace setu::command
