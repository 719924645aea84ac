#include "src/command/demo.h"

#include <fstream>

#include "src/command/exit_code.h"
#include "src/command/print.h"
#include "src/demo/hospital.h"
#include "src/terminal/progress.h"

namespace setu::command {

int demo(const Demo& options) {
  std::error_code error;
  std::filesystem::create_directories(options.folder, error);
  terminal::Progress progress("Writing", options.patients, "bundles");
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream stream(options.folder / name, std::ios::binary);
    stream << text;
    return static_cast<bool>(stream.flush());
  };
  bool fine = write("hospital.json", setu::demo::hospital_bundle());
  for (std::uint32_t number = 0; fine && number < options.patients; ++number) {
    char name[32];
    std::snprintf(name, sizeof name, "patient-%06u.json", number);
    fine = write(name, setu::demo::patient_bundle(number, {options.encounters}));
    progress.done(1, 1);
  }
  if (!fine) {
    complain("cannot write to " + options.folder.string());
    return exit_failed;
  }
  print(std::to_string(options.patients) + " patients in " + options.folder.string() + "; load them with: setu load " + options.folder.string() + "\n");
  return exit_fine;
}

}  // namespace setu::command
