await MallCommand.start(arguments: Array(CommandLine.arguments.dropFirst()))
